// The preview's own script; `build` never writes it. It loads the page again when the site has changed, keeps the place on the page,
// swaps style sheets without loading, and lays a panel over the page while something keeps the newest change from being shown.
(() => {
  "use strict";
  const version = new URL(document.currentScript.src).searchParams.get("v") || "";
  const placeKey = `gongkai-place:${location.pathname}`;

  try {
    const place = sessionStorage.getItem(placeKey);
    sessionStorage.removeItem(placeKey);
    if (place && !location.hash) addEventListener("load", () => scrollTo(0, Number(place)), { once: true });
  } catch { /* storage may be switched off */ }

  const reload = () => {
    try { sessionStorage.setItem(placeKey, String(Math.round(scrollY))); } catch { /* as above */ }
    location.reload();
  };

  // `/a/site.0123456789.css` and `/a/site.css` are the same sheet at two moments.
  const stem = (path) => path.replace(/\.[0-9a-f]{10}\.css$/, ".css");
  const swapStyles = (sheets) => {
    for (const link of document.querySelectorAll('link[rel="stylesheet"]')) {
      const now = new URL(link.href);
      const next = sheets.find((sheet) => stem(now.pathname).endsWith(stem(sheet)));
      if (!next || now.pathname.endsWith(next)) continue;
      const fresh = link.cloneNode();
      fresh.href = next;
      fresh.addEventListener("load", () => link.remove(), { once: true });
      link.after(fresh);
    }
  };

  const STYLE = `
    :host { all: initial; }
    section { position: fixed; inset: auto 0 0 0; z-index: 2147483647; max-height: 60vh; overflow: auto; box-sizing: border-box;
      padding: 12px 20px 16px; background: #fff; color: #1a1a1a; border-top: 4px solid #b3261e;
      box-shadow: 0 -4px 24px rgb(0 0 0 / .25); font: 16px/1.6 system-ui, sans-serif; }
    header { display: flex; gap: 16px; align-items: center; justify-content: space-between; }
    h2 { margin: 0; font-size: 18px; color: #b3261e; }
    button { flex: none; font: inherit; padding: 4px 14px; border: 1px solid #767676; border-radius: 4px; background: #fff; color: inherit; cursor: pointer; }
    button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
    ol { margin: 8px 0 0; padding-left: 1.6em; } li { margin: 0 0 10px; } p { margin: 0; overflow-wrap: anywhere; }
    code, pre { font: 14px/1.5 ui-monospace, monospace; } pre { margin: 4px 0; overflow: auto; }
    .folded ol { display: none; }
    @media (prefers-color-scheme: dark) { section { background: #1f1f1f; color: #eee; } button { background: #1f1f1f; } h2 { color: #ff8a80; } }
    @media print { section { display: none; } }`;

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  };
  let host = null;
  let folded = false;

  const showProblems = ({ problems, more }) => {
    if (host) host.remove();
    host = null;
    if (problems.length === 0) {
      folded = false;
      return;
    }
    if (document.body.hasAttribute("data-gongkai-problems")) return;
    host = element("gongkai-problems");
    const root = host.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const section = element("section");
    section.setAttribute("role", "alert");
    section.setAttribute("aria-label", "预览：有错误");
    section.lang = "zh-CN";
    const header = element("header");
    header.append(element("h2", `${problems.length + more} 处错误，现在显示的是上一次没有错误的网站`));
    const button = element("button", folded ? "展开" : "收起");
    button.type = "button";
    button.addEventListener("click", () => {
      folded = section.classList.toggle("folded");
      button.textContent = folded ? "展开" : "收起";
    });
    header.append(button);
    const list = element("ol");
    for (const { rule, message, place, excerpt, effect, help } of problems) {
      const item = element("li");
      const line = element("p");
      line.append(element("b", (rule ? `[${rule}] ` : "") + message));
      item.append(line);
      if (place) { const at = element("p"); at.append(element("code", place)); item.append(at); }
      if (excerpt) item.append(element("pre", excerpt));
      if (effect) item.append(element("p", `影响：${effect}`));
      if (help) item.append(element("p", `处理：${help}`));
      list.append(item);
    }
    if (more > 0) list.append(element("li", `还有 ${more} 处`));
    section.append(header, list);
    section.classList.toggle("folded", folded);
    root.append(section);
    document.body.append(host);
  };

  // A page that was made without any site is made anew when its problems change.
  const isProblemPage = document.body.hasAttribute("data-gongkai-problems");
  let known = null;
  const events = new EventSource(`/_gongkai/events?v=${version}`);
  events.addEventListener("reload", reload);
  events.addEventListener("styles", (event) => swapStyles(JSON.parse(event.data)));
  events.addEventListener("problems", (event) => {
    if (isProblemPage && known !== null && known !== event.data) return reload();
    known = event.data;
    showProblems(JSON.parse(event.data));
  });
  // After the preview was started again the page may be out of date; the stream then says so by itself.
  addEventListener("pagehide", () => events.close());
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
