/* 按标题检索:索引用普通脚本载入(file:// 下 fetch 不可用),结果只写 textContent。 */
(function () {
  "use strict";
  var MOST = 100;
  var box = document.getElementById("results"), state = document.getElementById("result-n"), field = document.getElementById("q");
  var asked = (new URLSearchParams(location.search).get("q") || "").trim();
  /* 全角半角、字母大小写不作区分 */
  function plain(s) { return s.normalize("NFKC").toLowerCase(); }
  function part(tag, name, text) {
    var e = document.createElement(tag);
    if (name) e.className = name;
    e.textContent = text;
    return e;
  }
  function row(r) {
    var li = document.createElement("li"), a = document.createElement("a");
    a.href = box.getAttribute("data-root") + r.u;
    a.append(part("span", "t", r.t));
    if (r.d) { var d = part("time", "", r.d); d.dateTime = r.d; a.append(d); }
    if (r.s) a.append(part("span", "s", "信息来源：" + r.s));
    li.append(a);
    return li;
  }
  if (field) field.value = asked;
  if (!asked) { state.textContent = "在上方输入标题中的词，多个词用空格隔开。"; return; }
  if (!window.SEARCH) { state.textContent = "索引未能载入，可以改用网站地图查找。"; return; }
  var words = plain(asked).split(/\s+/);
  var hits = window.SEARCH.filter(function (r) {
    var t = plain(r.t);
    return words.every(function (w) { return t.indexOf(w) > -1; });
  });
  state.textContent = "按标题检索“" + asked + "”，共 " + hits.length + " 条结果" + (hits.length > MOST ? "，只显示前 " + MOST + " 条。" : "。");
  box.append.apply(box, hits.slice(0, MOST).map(row));
})();
