/* 没有它,阅读、导航、字号仍可用 */
(function () {
  "use strict";
  var doc = document, data = doc.documentElement.dataset;
  var $ = function (s) { return doc.querySelector(s); };
  var all = function (s) { return Array.prototype.slice.call(doc.querySelectorAll(s)); };
  var say = function (t) { var b = $("#live"); if (b) { b.textContent = ""; setTimeout(function () { b.textContent = t; }, 50); } };
  function on(s, fn) { var b = $(s); if (b) b.addEventListener("click", fn); return b; }

  /* 显示设置:存不进本机时,当页照样有效 */
  function save() {
    try { localStorage.setItem("prefs", JSON.stringify({ size: data.size, theme: data.theme, elder: "elder" in data })); } catch (e) {}
  }
  function set(name, value) { if (value === undefined) delete data[name]; else data[name] = value; }
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
      var i = ev.target, said;
      if (i.name === "size") { set("size", i.value === "m" ? undefined : i.value); said = { s: "小", m: "中", l: "大" }[i.value] + "号字"; }
      if (i.id === "theme") { set("theme", i.value === "auto" ? undefined : i.value); said = i.options[i.selectedIndex].text + "配色"; }
      if (i.id === "elder") { set("elder", i.checked ? "" : undefined); said = (i.checked ? "已切换到" : "已退出") + "长辈版"; }
      save();
      if (said) say(i.id === "elder" ? said : "已设置：" + said);
    });
  }

  /* 本页目录 */
  var toc = $(".toc");
  if (toc) {
    on(".toc button", function () {
      var open = this.getAttribute("aria-expanded") !== "true";
      this.setAttribute("aria-expanded", open);
      this.textContent = open ? "收起目录" : "展开目录";
    });
    var links = all(".toc a"), heads = links.map(function (a) { return doc.getElementById(a.hash.slice(1)); });
    var now = -1, waiting = false;
    var follow = function () {
      waiting = false;
      var at = -1, page = doc.documentElement;
      heads.forEach(function (h, i) { if (h && h.getBoundingClientRect().top < innerHeight / 4) at = i; });
      if (innerHeight + pageYOffset >= page.scrollHeight - 2 && pageYOffset > 0) at = heads.length - 1;
      if (at === now) return;
      if (links[now]) links[now].removeAttribute("aria-current");
      if (links[now = at]) {
        links[at].setAttribute("aria-current", "true");
        if (toc.scrollHeight > toc.clientHeight) toc.scrollTop = links[at].offsetTop - toc.clientHeight / 2;
      }
    };
    addEventListener("scroll", function () { if (!waiting) { waiting = true; requestAnimationFrame(follow); } }, { passive: true });
    follow();
  }

  /* 分享与打印 */
  function address() { var l = $("link[rel=canonical]"); return l ? l.href : location.href; }
  on("#print", function () { print(); });
  on("#copy", function () {
    var b = this;
    navigator.clipboard.writeText(address()).then(
      function () { say("链接已复制"); b.textContent = "已复制"; },
      function () { say("未能复制，可以从地址栏复制网址"); });
  });
  on("#sys-share", function () { navigator.share({ title: doc.title, url: address() }).catch(function () {}); });

  /* 朗读:只用本机语音,正文不外传;语音来得晚,按下时再找 */
  var synth = window.speechSynthesis, reading = 0, marked;
  function voice() {
    return synth && synth.getVoices().find(function (v) { return v.localService && /^(zh(?!.hk)|cmn)/i.test(v.lang); });
  }
  function mark(n) { if (marked) marked.classList.remove("reading"); if ((marked = n)) n.classList.add("reading"); }
  function stop() { reading++; synth.cancel(); mark(); button.textContent = "朗读正文"; }
  function start() {
    stop();
    /* 列表项里的段落不重读 */
    var parts = all("#title, .prose h2, .prose h3, .prose h4, .prose p, .prose li").filter(function (n) { return !n.parentNode.closest("li"); });
    var turn = reading, left = parts.length;
    button.textContent = "停止朗读";
    parts.forEach(function (n) {
      var u = new SpeechSynthesisUtterance(n.textContent);
      u.lang = "zh-CN"; u.voice = voice(); u.rate = .9;
      u.onstart = function () { if (turn === reading) mark(n); };
      u.onend = u.onerror = function () { if (turn === reading && !--left) stop(); };
      synth.speak(u);
    });
  }
  var button = on("#speak", function () {
    if (button.textContent !== "朗读正文") return stop();
    setTimeout(function () {
      var said = voice() ? start() || "" : "本机没有中文语音，不能朗读";
      button.parentNode.dataset.said = said;
      say(said);
    }, voice() ? 0 : 400);
  });
  if (button && synth) {
    voice();
    addEventListener("pagehide", stop);
  }
})();
