/* 渐进增强:没有它,阅读、导航、字号(当页)仍可用。 */
(function () {
  "use strict";
  var root = document.documentElement, data = root.dataset;
  var $ = function (s) { return document.querySelector(s); };
  var say = function (t) { var b = $("#live"); if (b) { b.textContent = ""; setTimeout(function () { b.textContent = t; }, 50); } };
  function save() {
    try { localStorage.setItem("prefs", JSON.stringify({ size: data.size, theme: data.theme, elder: "elder" in data })); } catch (e) {}
  }
  function sync() {
    var s = $("#fs-" + (data.size || "m")), t = $("#theme"), e = $("#elder");
    if (s) s.checked = true;
    if (t) t.value = data.theme || "auto";
    if (e) e.checked = "elder" in data;
  }
  var form = $(".prefs");
  if (form) {
    sync();
    addEventListener("pageshow", sync);
    form.addEventListener("change", function (ev) {
      var i = ev.target;
      if (i.name === "size") { if (i.value === "m") delete data.size; else data.size = i.value; }
      if (i.name === "theme") { if (i.value === "auto") delete data.theme; else data.theme = i.value; }
      if (i.id === "elder") { if (i.checked) data.elder = ""; else delete data.elder; }
      save();
      say(i.id === "elder" ? (i.checked ? "已切换到长辈版" : "已退出长辈版") : "已设置：" + (i.getAttribute("data-say") || i.options[i.selectedIndex].text));
    });
  }
  function on(sel, fn) { var b = $(sel); if (b) b.addEventListener("click", fn); }
  on("#print", function () { print(); });
  on("#copy", function () {
    var b = this;
    navigator.clipboard.writeText(b.getAttribute("data-url") || location.href).then(
      function () { say("链接已复制"); b.textContent = "已复制"; },
      function () { say("未能复制，可以从地址栏复制网址"); });
  });
  on("#sys-share", function () {
    navigator.share({ title: document.title, url: this.getAttribute("data-url") || location.href }).catch(function () {});
  });
  /* 朗读只用本机语音(localService),不把正文送往语音服务商 */
  var synth = window.speechSynthesis, on_ = false;
  function stop(b, t) { on_ = false; if (synth) synth.cancel(); b.textContent = t || "朗读正文"; }
  on("#speak", function () {
    var b = this;
    if (on_) return stop(b);
    var v = synth && synth.getVoices().find(function (x) { return x.localService && /^(zh|cmn)/i.test(x.lang); });
    if (!v) { stop(b, "本机没有中文语音"); return say("本机没有中文语音，无法朗读"); }
    var parts = document.querySelectorAll(".doc-head h1, .prose h2, .prose h3, .prose p, .prose li"), left = parts.length;
    on_ = true;
    b.textContent = "停止朗读";
    parts.forEach(function (n) {
      var u = new SpeechSynthesisUtterance(n.textContent);
      u.lang = "zh-CN"; u.voice = v; u.rate = .9;
      u.onend = function () { if (!--left) stop(b); };
      synth.speak(u);
    });
  });
  addEventListener("pagehide", function () { if (on_) synth.cancel(); });
})();
