// The preview's own script; `build` never writes it. It loads the page again when the site has changed, keeps the place on the page,
// swaps style sheets without loading, marks the page as a preview, and lays a panel over it that lists errors, and warnings on request.
// Browsers hold six connections to a host, so all tabs share one stream of events: it says that something is new, and each tab asks
// what that means for its own page.
(() => {
  "use strict";
  let version = new URL(document.currentScript.src).searchParams.get("v") || "";
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
      padding: 12px 20px 16px; background: #fff; color: #1a1a1a; border-top: 4px solid #767676;
      box-shadow: 0 -4px 24px rgb(0 0 0 / .25); font: 16px/1.6 system-ui, sans-serif; }
    section.folded { inset: auto auto 12px 12px; max-height: none; padding: 4px 12px; border: 1px solid #767676; border-radius: 4px; }
    header { display: flex; gap: 16px; align-items: center; justify-content: space-between; }
    h2 { margin: 0; font-size: 16px; } .faulty { border-color: #b3261e; } .faulty h2 { color: #b3261e; }
    button { flex: none; font: inherit; padding: 4px 14px; border: 1px solid #767676; border-radius: 4px; background: #fff; color: inherit; cursor: pointer; }
    button:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px; }
    ol { margin: 8px 0 0; padding-left: 1.6em; } li { margin: 0 0 10px; } p { margin: 0; overflow-wrap: anywhere; }
    code, pre { font: 14px/1.5 ui-monospace, monospace; } pre { margin: 4px 0; overflow: auto; }
    .folded ol { display: none; }
    @media (prefers-color-scheme: dark) { section { background: #1f1f1f; color: #eee; } button { background: #1f1f1f; } .faulty h2 { color: #ff8a80; } }
    @media print { section { display: none; } }`;

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    return made;
  };
  const listItem = ({ level, rule, message, place, excerpt, effect, help }) => {
    const item = element("li");
    const line = element("p");
    line.append(element("b", (rule ? `${level}[${rule}] ` : "") + message));
    item.append(line);
    if (place) { const at = element("p"); at.append(element("code", place)); item.append(at); }
    if (excerpt) item.append(element("pre", excerpt));
    if (effect) item.append(element("p", `影响：${effect}`));
    if (help) item.append(element("p", `处理：${help}`));
    return item;
  };

  const SHOWN = {
    newest: "预览，还没有发布",
    before: "现在显示的是上一次没有错误的网站",
    published: "现在显示的是上一次生成的网站，没有之后的修改",
    nothing: "",
  };
  const isProblemPage = document.body.hasAttribute("data-gongkai-problems");
  const mark = document.querySelector("gongkai-mark") || document.body.appendChild(element("gongkai-mark"));
  const root = mark.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(STYLE);
  root.adoptedStyleSheets = [sheet];
  // Errors open the panel by themselves, warnings wait to be asked for; what somebody chose stays until there are errors, or none any more.
  let isOpen = false;
  let wasFaulty = false;

  const show = ({ shown, problems, remarks }) => {
    const errors = problems.problems.length + problems.more;
    const others = remarks.problems.length + remarks.more;
    if ((errors > 0) !== wasFaulty) isOpen = errors > 0;
    wasFaulty = errors > 0;
    const listed = errors > 0 ? problems : remarks;
    const count = errors > 0 ? `${errors} 处错误，` : "";
    const below = errors === 0 && others > 0 ? `；${others} 处警告和提示` : "";
    const section = element("section");
    section.setAttribute("role", errors > 0 ? "alert" : "status");
    section.setAttribute("aria-label", errors > 0 ? "预览：有错误" : "预览");
    section.lang = "zh-CN";
    section.classList.toggle("faulty", errors > 0);
    const header = element("header");
    header.append(element("h2", `${count}${SHOWN[shown]}${below}`));
    const list = element("ol");
    list.append(...listed.problems.map(listItem));
    if (listed.more > 0) list.append(element("li", `还有 ${listed.more} 处`));
    if (errors + others > 0) {
      const button = element("button");
      button.type = "button";
      const fold = () => {
        section.classList.toggle("folded", !isOpen);
        button.textContent = isOpen ? "收起" : "展开";
        button.setAttribute("aria-expanded", String(isOpen));
      };
      button.addEventListener("click", () => { isOpen = !isOpen; fold(); });
      fold();
      header.append(button);
    } else {
      section.classList.add("folded");
    }
    section.append(header, list);
    root.replaceChildren(section);
  };

  // A page that was made without any site is made anew when its problems change; it lists them itself.
  let known = null;
  const look = async () => {
    let state;
    try {
      state = await (await fetch(`/_gongkai/state?v=${version}`)).json();
    } catch { return; /* the preview has ended, or is about to be started again */ }
    if (state.change === "reload") return reload();
    if (state.change === "styles") {
      swapStyles(state.styles);
      version = String(state.version);
    }
    const now = JSON.stringify([state.shown, state.problems, state.remarks]);
    if (now === known) return;
    if (isProblemPage) {
      if (known !== null) return reload();
    } else {
      show(state);
    }
    known = now;
  };

  const channel = "BroadcastChannel" in window ? new BroadcastChannel("gongkai-preview") : null;
  if (channel) channel.addEventListener("message", look);
  let events = null;
  const listen = () => {
    events = new EventSource(`/_gongkai/events?v=${version}`);
    const pass = () => { if (channel) channel.postMessage("new"); look(); };
    for (const name of ["open", "reload", "styles", "problems"]) events.addEventListener(name, pass);
  };
  const hush = () => { if (events) events.close(); events = null; };
  if (channel && navigator.locks) {
    // The tab that holds the lock listens for all; when it goes, the next one that waits takes over.
    const leaving = new Promise((leave) => addEventListener("pagehide", leave, { once: true }));
    navigator.locks.request("gongkai-preview", () => { listen(); return leaving; });
  } else {
    // Without locks (an address that is not this machine's own) a tab listens while it is seen.
    const follow = () => { if (document.hidden) hush(); else if (!events) listen(); };
    document.addEventListener("visibilitychange", follow);
    follow();
  }
  document.addEventListener("visibilitychange", () => { if (!document.hidden) look(); });
  look();
  addEventListener("pagehide", hush);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
