/* 全文检索。在浏览器内完成：索引和正文都是普通脚本（file:// 下 fetch 不可用），按需载入；检索词不离开本机。
   前一半（engine）与网页无关，检验程序也用它；后一半把结果写进网页，只写 textContent。
   数据的格式见 src/render/search.rs。 */
(function (self) {
  "use strict";

  /* 先用几项去找；候选还多时再加，至多到几项：再多，载入的数据就多过省下的正文。预算留出核对几组正文的。 */
  var TERMS = 3, MANY = 12, MOST_TERMS = 8, SPARED = 6;
  /* 预算再紧，也核对几篇。 */
  var LEAST = 3;
  /* 不看正文就能确知的词，至多为此查几项：再多，不如看正文。 */
  var SURE = 7;

  /* map 是 search/map.js 的内容；load(名称, 版本) 返回 Promise，内容是该脚本的数据。 */
  function engine(map, load) {
    var digit = {}, forms = {}, loaded = {}, present = {};
    /* 已载入的索引和正文约有多少字节（压缩后），正文有几组，其中量过几组、多少字节。 */
    var index = JSON.stringify(map).length * map.weights.index, groups = 0, weighed = 0, text = 0;
    Array.prototype.forEach.call(map.digits, function (c, at) { digit[c] = at; });
    Array.prototype.forEach.call(map.fold[0], function (c, at) { forms[c] = map.fold[1][at]; });
    var ages = numbers(map.ages), homes = numbers(map.homes), sizes = numbers(map.sizes);
    /* 各组、各段第一篇的编号；组号除以 each 是段号。 */
    var firsts = [0], each = sizes.length / map.versions.length;
    sizes.forEach(function (size, at) { firsts.push(firsts[at] + size); });

    /* 全角半角、字母大小写、括号写法不作区分；长度不变，所以位置不变。 */
    function fold(text) { return text.replace(/[^一-鿿]/g, function (c) { return forms[c] || c; }); }

    function numbers(text) {
      var values = [];
      for (var at = 0; at < text.length; at++) {
        var value = digit[text[at]];
        if (value === 89) { value = (digit[text[at + 1]] * 90 + digit[text[at + 2]]) * 90 + digit[text[at + 3]]; at += 3; }
        else if (value >= 64) { value = 64 + (value - 64) * 90 + digit[text[at + 1]]; at += 1; }
        values.push(value);
      }
      return values;
    }

    /* 编号的清单：逗号开头的记间隔，冒号开头的每六篇记一个字符。 */
    function list(text) {
      if (!text) return [];
      var next = 0, found = [];
      if (text[0] === ",") return numbers(text.slice(1)).map(function (gap) { next += gap + 1; return next - 1; });
      for (var at = 1; at < text.length; at++) {
        for (var bit = 0; bit < 6; bit++) if (digit[text[at]] >> bit & 1) found.push((at - 1) * 6 + bit);
      }
      return found;
    }

    function isLatin(c) { return /^[a-z0-9]$/.test(c); }
    function isIn(ranges, code) { return ranges.some(function (range) { return range[0] <= code && code <= range[1]; }); }
    function isBreak(c) { return isIn(map.breaks, c.codePointAt(0)); }
    function isMark(c) { return c < "\x80" ? !isLatin(c) : isIn(map.signs, c.codePointAt(0)); }

    /* 一个词（已折叠）的检索项：含有这个词的文章必有其中每一项。 */
    function terms(word) {
      var all = Array.from(word), found = [], covered = 0;
      var isRow = function (at, size) { return at >= 0 && at + size <= all.length && all.slice(at, at + size).every(isLatin); };
      /* 没有标点的三个字，或者两个数字夹一个小数点之类。 */
      var isTriple = function (some) { return !some.some(isMark) || isLatin(some[0]) && isMark(some[1]) && isLatin(some[2]); };
      var sizeAt = function (at) {
        if (isRow(at, map.latin)) return map.latin;
        return at + map.size <= all.length && isTriple(all.slice(at, at + map.size)) ? map.size : Math.min(2, all.length - at);
      };
      for (var at = 0; at < all.length; at++) {
        var size = sizeAt(at);
        /* 全在前一项之内的，没有新的内容。 */
        if (at + size > covered) found.push(all.slice(at, at + size).join(""));
        covered = Math.max(covered, at + size);
      }
      return found.filter(function (term, at) { return found.indexOf(term) === at; });
    }

    function shard(term) {
      var hash = 0x811c9dc5;
      Array.from(term).forEach(function (c) { hash = Math.imul(hash ^ c.codePointAt(0), 0x01000193) >>> 0; });
      return ((hash ^ hash >>> 15) >>> 0) % map.shards;
    }

    function need(name, version) {
      if (!loaded[name]) loaded[name] = load(name, version).then(function (data) {
        if (typeof data[0] === "string") { index += data.join("").length * map.weights.index; return data; }
        present[name] = data;
        groups++;
        /* 各组轻重相近，量几组就够。 */
        if (weighed < 10) { weighed++; text += weigh(data); }
        return data;
      });
      return loaded[name];
    }
    /* 正文压缩后的大小与不同的四字串的数目成正比。 */
    function weigh(group) {
      var different = new Set();
      group.forEach(function (r) { for (var at = 0; at < r[5].length; at++) different.add(r[5].substr(at, 4)); });
      return different.size * map.weights.text;
    }
    function perGroup() { return weighed ? text / weighed : map.weights.group; }
    function read() { return index + groups * perGroup(); }
    /* 预算还够载入几组正文，一组至少算一篇。 */
    function affordable(budget) { return Math.floor((budget - read()) / perGroup()); }

    /* 含有检索项的文章，标题含有它的文章，和它前面不止一种字的文章（记的是在前一份清单里的位置）。 */
    function lookUp(term, segment) {
      return need(String(shard(term)), map.version).then(function (parts) {
        var file = parts[segment];
        for (var at = file.indexOf(" " + term); at >= 0; at = file.indexOf(" " + term, at + 1)) {
          var start = at + 1 + term.length, end = file.indexOf(" ", start);
          if (file[start] !== "," && file[start] !== ":") continue;
          var lists = file.slice(start, end < 0 ? file.length : end).match(/[,:][^,:]*/g);
          var reports = list(lists[0]);
          return { reports: reports, titles: list(lists[1]), various: list(lists[2]).map(function (at) { return reports[at]; }) };
        }
        return { reports: [], titles: [], various: [] };
      });
    }

    /* 一段里含有全部检索项的文章：编号 → 是否标题也全有。 */
    function candidates(wanted, segment) {
      return Promise.all(wanted.map(function (term) { return lookUp(term, segment); })).then(function (lists) {
        var first = firsts[segment * each], count = firsts[(segment + 1) * each] - first;
        var reports = new Uint16Array(count), titles = new Uint16Array(count), found = new Map();
        lists.forEach(function (each) {
          each.reports.forEach(function (at) { reports[at]++; });
          each.titles.forEach(function (at) { titles[at]++; });
        });
        for (var at = 0; at < count; at++) if (reports[at] === lists.length) found.set(first + at, titles[at] === lists.length);
        return found;
      });
    }

    function everywhere(wanted) {
      return Promise.all(map.versions.map(function (_, segment) { return candidates(wanted, segment); }));
    }

    /* 一个词里，要看前面是不是只有一种字的二字项；有标点、中间有字母数字的词看不出来（null）。一篇文章有“甲乙丙”和“乙丙丁”，而“乙丙”
       前面总是同一个字，这个字就是甲，“甲乙丙丁”必在文中；更长的词，从后往前一字一字推出。三个字以内的词，索引说的就是准的。 */
    function pairsOf(word, own) {
      var all = Array.from(word);
      if (own.length === 1 && own[0] === word) return [];
      if (all.length < 4 || all.some(isMark) || all.slice(1, -1).some(isLatin)) return null;
      return all.slice(1, -2).map(function (c, at) { return c + all[at + 2]; });
    }
    /* 各段里，有哪一项前面不止一种字的文章。 */
    function doubtful(pairs) {
      var found = new Set();
      return Promise.all(map.versions.map(function (_, segment) {
        return Promise.all(pairs.map(function (pair) { return lookUp(pair, segment); })).then(function (lists) {
          lists.forEach(function (known) { known.various.forEach(function (at) { found.add(firsts[segment * each] + at); }); });
        });
      })).then(function () { return found; });
    }

    /* 各词的检索项，一共至多 most 项，每词至少一项。 */
    function chosen(own, most) {
      var found = [];
      own.forEach(function (all) {
        some(all, Math.max(1, Math.floor(most / own.length))).forEach(function (term) { if (found.indexOf(term) < 0) found.push(term); });
      });
      return found;
    }
    /* 取几项代替全部：首尾和中间均匀的几项。 */
    function some(all, most) {
      if (all.length <= most) return all;
      return Array.from({ length: most }, function (_, at) {
        return all[most === 1 ? 0 : Math.round(at * (all.length - 1) / (most - 1))];
      });
    }

    function words(question) {
      /* 一对直引号是“要整句”的意思，本来就按整句找；弯引号是正文里也用的标点，照找。 */
      var meant = question.replace(/(^|\s)(["'＂])([^"'＂]+)\2(?=\s|$)/g, "$1$3");
      var found = Array.from(fold(meant.normalize("NFC"))).map(function (c) { return isBreak(c) ? " " : c; }).join("").split(" ");
      return found.filter(function (word, at) { return word && found.indexOf(word) === at; });
    }

    function yearOf(report) { return new Date((map.newest - ages[report]) * 864e5).getUTCFullYear(); }
    function isBelow(report, category) {
      for (var at = homes[report]; at !== null && at !== undefined; at = map.categories[at][1]) if (at === category) return true;
      return false;
    }

    /* 文章所在的组。 */
    function groupOf(number) {
      var low = 0, high = sizes.length;
      while (high - low > 1) { var middle = low + high >> 1; if (firsts[middle] <= number) low = middle; else high = middle; }
      /* 空的组没有文件，也没有编号。 */
      while (!sizes[low]) low--;
      return low;
    }
    function unfold(group, at) {
      var r = group[at];
      if (!r.folded) r.folded = { title: fold(r[0]), body: fold(r[5]) };
      return r;
    }
    /* 一篇文章供显示和核对的内容。 */
    function report(number) {
      var at = groupOf(number);
      return need("t" + at, map.versions[Math.floor(at / each)]).then(function (group) { return unfold(group, number - firsts[at]); });
    }
    /* 已经载入的，否则没有。 */
    function reportAtHand(number) {
      var at = groupOf(number), group = present["t" + at];
      return group && unfold(group, number - firsts[at]);
    }

    /* 次序：整句相连的在前，标题里有的在前，日期新的在前。 */
    function compare(a, b) { return a.apart - b.apart || a.text - b.text || ages[a.number] - ages[b.number] || a.number - b.number; }

    function find(question, narrow) {
      var asked = words(question), joined = asked.join("");
      var own = asked.map(terms), pairs = asked.map(function (word, at) { return pairsOf(word, own[at]); });
      var isKnown = pairs.every(Boolean);
      pairs = isKnown ? [].concat.apply([], pairs) : [];
      isKnown = isKnown && (!pairs.length || [].concat.apply(pairs, own).length <= SURE);
      var wanted = isKnown ? chosen(own, Infinity) : chosen(own, TERMS);
      var bridges = asked.length > 1 && asked.length < 4 ? asked.slice(1).map(function (word, at) {
        return Array.from(asked[at]).slice(-1)[0] + Array.from(word)[0];
      }) : [];
      var none = { words: asked, joined: joined, queue: [], hits: [], total: 0, checked: 0, isExact: true, places: places() };
      if (!wanted.length) return Promise.resolve(none);
      return everywhere(wanted).then(function (segments) {
        var count = segments.reduce(function (sum, found) { return sum + found.size; }, 0);
        if (count <= MANY || isKnown) return segments;
        var more = chosen(own, MOST_TERMS).filter(function (term) { return wanted.indexOf(term) < 0; });
        more.length = Math.min(more.length, Math.max(0, Math.floor((map.budget - read() - SPARED * perGroup()) / (index / (wanted.length + 1)))));
        return more.length ? everywhere(wanted.concat(more)) : segments;
      }).then(function (segments) {
        return Promise.all([segments, bridges.length ? everywhere(wanted.concat(bridges)) : [], isKnown ? doubtful(pairs) : null]);
      }).then(function (pair) {
        var queue = [], all = places(), doubts = pair[2];
        pair[0].forEach(function (found, segment) {
          found.forEach(function (inTitle, number) {
            all.count(number, 1);
            if (narrow && narrow.year && yearOf(number) !== narrow.year) return;
            if (narrow && narrow.category !== undefined && !isBelow(number, narrow.category)) return;
            var isApart = asked.length > 1 && !(pair[1].length && pair[1][segment].has(number));
            queue.push({ number: number, apart: isApart ? 1 : 0, text: inTitle ? 0 : 1, sure: !!doubts && !doubts.has(number) });
          });
        });
        queue.sort(compare);
        return {
          words: asked, joined: joined, queue: queue, hits: [], total: queue.length, checked: 0, isExact: !queue.some(isOpen),
          /* 只有一个词，而且恰是一项：次序也是准的。 */
          isOrdered: own.length === 1 && own[0].length === 1 && own[0][0] === asked[0],
          places: all
        };
      });
    }

    /* 候选所在的年份和栏目，供筛选；核对后不算的减去，所以选了不会落空。 */
    function places() {
      var years = {}, categories = {};
      function some(counts) { return Object.keys(counts).map(Number).filter(function (key) { return counts[key] > 0; }).sort(function (a, b) { return a - b; }); }
      return {
        count: function (number, by) {
          years[yearOf(number)] = (years[yearOf(number)] || 0) + by;
          categories[homes[number]] = (categories[homes[number]] || 0) + by;
        },
        years: function () { return some(years).reverse(); },
        categories: function () { return some(categories); }
      };
    }

    /* 还不知道有没有的。 */
    function isOpen(entry) { return !entry.sure && !entry.report; }

    function has(r, word) { return r.folded.title.indexOf(word) >= 0 || r.folded.body.indexOf(word) >= 0; }
    function hasAll(found, r) { return found.words.every(function (word) { return has(r, word); }); }

    /* 索引只说可能有；看了正文才知道有没有、在哪里。没有的不再算。 */
    function truthOf(found, entry, r) {
      if (entry.report) return entry;
      found.checked++;
      if (!hasAll(found, r)) { found.total--; found.places.count(entry.number, -1); return null; }
      return {
        number: entry.number, report: r, apart: found.words.length > 1 && !has(r, found.joined) ? 1 : 0,
        text: found.words.every(function (word) { return r.folded.title.indexOf(word) >= 0; }) ? 0 : 1
      };
    }

    /* 符合的列出；排错了位置的放回去。 */
    function check(found, entry, r) {
      var truth = truthOf(found, entry, r);
      if (!truth) return;
      if (compare(truth, entry) <= 0 || !found.queue.length || compare(truth, found.queue[0]) <= 0) { found.hits.push(truth); return; }
      var low = 0, high = found.queue.length;
      while (low < high) { var middle = low + high >> 1; if (compare(found.queue[middle], truth) < 0) low = middle + 1; else high = middle; }
      found.queue.splice(low, 0, truth);
    }

    /* 同组的正文已随别篇载入的，顺便核对，不另载入。 */
    function checkAtHand(found) {
      var rest = [], sure = [];
      found.queue.forEach(function (entry) {
        var r = entry.report || reportAtHand(entry.number), truth = r && truthOf(found, entry, r);
        if (truth) sure.push(truth); else if (!r) rest.push(entry);
      });
      return { sure: sure.sort(compare), rest: rest };
    }

    /* 核对到有 count 条为止，或核对完，或预算用完（isCut）。 */
    function more(found, count, budget, tell) {
      found.isCut = false;
      if (tell) tell(found);
      if (found.hits.length >= count || !found.queue.length) {
        if (!found.queue.length) found.isExact = true;
        return Promise.resolve(found);
      }
      var able = Math.min(count - found.hits.length, found.queue.length, 40, Math.max(affordable(budget), LEAST - found.checked));
      if (able <= 0) { found.isCut = true; return Promise.resolve(found); }
      var next = found.queue.slice(0, able);
      return Promise.all(next.map(function (entry) { return entry.report || report(entry.number); })).then(function (reports) {
        /* 放回去的会插在后面几篇之前，所以按编号对，不按次序。 */
        var known = new Map(next.map(function (entry, at) { return [entry.number, reports[at]]; }));
        while (found.queue.length && known.has(found.queue[0].number) && found.hits.length < count) {
          var entry = found.queue.shift();
          check(found, entry, known.get(entry.number));
        }
        return more(found, count, budget, tell);
      });
    }

    /* 第 page 屏。预算够把候选都核对完时就核对完，报准数；后面几屏是读者要看的，不限。 */
    function screen(found, page, size) {
      found.skipped = 0;
      if (found.isOrdered) {
        found.skipped = Math.min(found.queue.length, (page - 1) * size);
        found.queue.splice(0, found.skipped);
      }
      return upTo(found, page * size - found.skipped, page > 1 ? Infinity : map.budget);
    }
    /* 再用一份预算，找满这一屏。 */
    function goOn(found, page, size) { return upTo(found, page * size - found.skipped, read() + map.budget); }
    function upTo(found, count, budget) {
      return more(found, count, budget).then(function () {
        found.hits.sort(compare);
        if (found.isExact) return found;
        var known = checkAtHand(found);
        /* 次序在后而已经确知的，先列出来；再找时重新排。 */
        if (found.isCut) found.hits = found.hits.concat(known.sure.splice(0, count - found.hits.length)).sort(compare);
        found.queue = known.sure.concat(known.rest).sort(compare);
        var open = known.rest.filter(isOpen);
        return open.length > affordable(budget) ? found : settle(found, open);
      });
    }
    /* 还不知道的都看正文，数就准了。 */
    function settle(found, open) {
      return Promise.all(open.map(function (entry) { return report(entry.number); })).then(function () {
        var known = checkAtHand(found);
        found.queue = known.sure.concat(known.rest).sort(compare);
        found.isExact = true;
        return found;
      });
    }
    /* 至少几条：列出的，和还没有列出而确知的。 */
    function least(found) { return found.hits.length + found.queue.filter(function (entry) { return !isOpen(entry); }).length; }
    /* 全部核对；每核对一批，告诉 tell。 */
    function all(found, tell) {
      return more(found, Infinity, Infinity, tell).then(function () { found.hits.sort(compare); return found; });
    }

    /* 文字切成段，记下每段是否是所找的词。 */
    function pieces(text, folded, words) {
      var marks = [], out = [], at = 0;
      words.forEach(function (word) {
        for (var found = folded.indexOf(word); found >= 0; found = folded.indexOf(word, found + word.length)) marks.push([found, found + word.length]);
      });
      marks.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; }).forEach(function (mark) {
        if (mark[1] <= at) return;
        var start = Math.max(mark[0], at);
        if (start > at) out.push([text.slice(at, start), false]);
        if (start === at && out.length && out[out.length - 1][1]) out[out.length - 1][0] += text.slice(start, mark[1]);
        else out.push([text.slice(start, mark[1]), true]);
        at = mark[1];
      });
      if (at < text.length) out.push([text.slice(at), false]);
      return out;
    }

    function titleOf(found, hit) { return pieces(hit.report[0], hit.report.folded.title, found.words); }

    /* 正文中含词的一段；整句相连的优先，只在标题里有时是开头。 */
    function excerptOf(found, hit) {
      var text = hit.report[5].replace(/\s/g, " "), folded = hit.report.folded.body;
      var place = [found.joined].concat(found.words).map(function (word) { return folded.indexOf(word); }).filter(function (at) { return at >= 0; })[0];
      var start = Math.max(0, (place || 0) - 30), end = Math.min(text.length, (place || 0) + 90);
      if (start > 0 && /[\udc00-\udfff]/.test(text[start])) start--;
      if (end < text.length && /[\udc00-\udfff]/.test(text[end])) end--;
      var out = pieces(text.slice(start, end), folded.slice(start, end), found.words);
      if (start > 0) out.unshift(["……", false]);
      if (end < text.length) out.push(["……", false]);
      return out;
    }

    return {
      fold: fold, terms: terms, reader: { list: list, isBreak: isBreak, groups: sizes, first: function (segment) { return firsts[segment * each]; } },
      find: find, screen: screen, goOn: goOn, all: all, least: least, title: titleOf, excerpt: excerptOf,
      hit: function (hit) { return { title: hit.report[0], path: hit.report[1], day: hit.report[2], source: hit.report[3], category: hit.report[4] }; }
    };
  }

  if (typeof document === "undefined") { self.gkEngine = engine; return; }

  /* —— 网页 —— */

  var PER_PAGE = 10;
  var box = document.getElementById("results"), state = document.getElementById("result-n"), field = document.getElementById("q");
  var form = document.getElementById("narrow"), turns = document.getElementById("turns"), elsewhere = document.getElementById("elsewhere"), root = box.getAttribute("data-root");
  var asked = new URLSearchParams(location.search), question = (asked.get("q") || "").trim();

  /* 数据脚本把内容放进 gkSearch；先来的已在数组里，后来的直接收下。 */
  var arrived = {}, waiting = {};
  function take(item) {
    arrived[item[0]] = item[1];
    if (waiting[item[0]]) waiting[item[0]](item[1]);
  }
  (self.gkSearch || []).forEach(take);
  self.gkSearch = { push: take };
  function load(name, version) {
    return new Promise(function (done, fail) {
      if (name in arrived) { done(arrived[name]); return; }
      waiting[name] = done;
      var script = document.createElement("script");
      script.src = root + "search/" + name + ".js?v=" + version;
      script.onerror = function () { fail(new Error(name)); };
      document.head.append(script);
    });
  }

  function element(tag, name, content) {
    var e = document.createElement(tag);
    if (name) e.className = name;
    if (typeof content === "string") e.textContent = content;
    else (content || []).forEach(function (piece) { e.append(piece[1] ? element("mark", "", piece[0]) : piece[0]); });
    return e;
  }
  function row(search, found, hit) {
    var r = search.hit(hit), li = element("li"), a = element("a");
    a.href = root + r.path;
    var day = element("time", "", r.day);
    day.dateTime = r.day;
    a.append(element("span", "t", search.title(found, hit)), day, element("span", "s x", search.excerpt(found, hit)));
    var facts = element("span", "s o");
    facts.append(element("span", "", r.category));
    if (r.source) facts.append(element("span", "", "信息来源：" + r.source));
    a.append(facts);
    li.append(a);
    return li;
  }
  function address(changes) {
    var to = new URLSearchParams(asked);
    Object.keys(changes).forEach(function (key) { if (changes[key]) to.set(key, changes[key]); else to.delete(key); });
    return "?" + to;
  }
  function turn(text, page) {
    var a = element("a", "btn", text);
    a.href = address({ page: page > 1 ? page : "" });
    return a;
  }
  function option(select, value, text, chosen) {
    var o = element("option", "", text);
    o.value = value;
    o.selected = value === chosen;
    select.append(o);
  }
  function showNarrow(map, found) {
    var years = found.places.years(), categories = found.places.categories();
    form.elements.q.value = question;
    years.forEach(function (year) { option(form.elements.year, String(year), year + "年", asked.get("year")); });
    categories.forEach(function (at) {
      var name = map.categories[at][0];
      option(form.elements.category, name, name, asked.get("category"));
    });
    form.hidden = years.length < 2 && categories.length < 2 && !isNarrowed();
  }
  /* 复述检索词，太长的只说开头，自己带引号的不再加。 */
  function quoted() {
    var all = Array.from(question);
    if (all.length > 40) return "“" + all.slice(0, 40).join("") + "……”";
    return /^[“"「『].*[”"」』]$/.test(question) ? question : "“" + question + "”";
  }
  /* 打印和读屏时看不到筛选的表单，所以也说出来。 */
  function within() {
    var to = narrowing(map), parts = [];
    if (to.category !== undefined) parts.push(map.categories[to.category][0]);
    if (to.year) parts.push(to.year + "年");
    return parts.length ? "（" + parts.join("，") + "）" : "";
  }
  /* 核对过全部候选的报准数；没有的，说至少几条、最多几条，两个数都是准的。 */
  function countOf(search, found, page) {
    var seen = found.skipped + search.least(found), ofPage = found.total > PER_PAGE ? "，第 " + page + " 页。" : "。";
    if (!found.total) return isNarrowed() ? "在所选的栏目和年份里没有找到，可以去掉筛选再找。" : "没有找到。可以换一个词，或者少用几个词。";
    if (found.isExact) return "共 " + found.total + " 条结果" + ofPage;
    if (found.isCut && !seen) return "还没有找到。有 " + found.total + " 篇可能含有它，正文没有核对完。";
    if (found.isCut) return "已找到 " + seen + " 条结果。另有 " + (found.total - seen) + " 篇可能含有它，正文没有核对完。";
    return "至少 " + seen + " 条、最多 " + found.total + " 条结果" + ofPage;
  }
  function isNarrowed() { return Boolean(within()); }
  function say(search, found, page) {
    var last = Math.max(1, Math.ceil(found.total / PER_PAGE)), seen = found.skipped + found.hits.length;
    state.textContent = "检索" + quoted() + within() + "，" + countOf(search, found, page);
    leadOn(!found.total);
    turns.textContent = "";
    if (page > 1) turns.append(turn("上一页", page - 1));
    if (page < last && (seen > page * PER_PAGE || found.queue.length) && !found.isCut) turns.append(turn("下一页", page + 1));
  }
  function button(text, press) {
    var e = element("button", "btn", text);
    e.type = "button";
    e.addEventListener("click", press);
    return e;
  }
  /* 候选太多，没有都看过正文：读者要时才接着核对。 */
  function offer(search, found, page) {
    if (found.isExact && !found.isCut) return;
    function go(work) {
      var told = 0;
      Array.prototype.forEach.call(turns.querySelectorAll("button"), function (b) { b.disabled = true; });
      work(function () {
        /* 读屏软件念得过来。 */
        if (Date.now() - told < 2000) return;
        told = Date.now();
        state.textContent = "正在核对正文，还有 " + found.queue.length + " 篇……";
      }).then(function () { show(search, found, page); }).catch(fail);
    }
    if (found.isCut) turns.append(button("继续查找", function () { go(function (tell) { tell(); return search.goOn(found, page, PER_PAGE); }); }));
    if (!found.isExact) turns.append(button("逐篇核对，报准数", function () { go(function (tell) { return search.all(found, tell); }); }));
  }
  function show(search, found, page) {
    var start = (page - 1) * PER_PAGE - found.skipped;
    box.textContent = "";
    box.start = (page - 1) * PER_PAGE + 1;
    box.append.apply(box, found.hits.slice(start, start + PER_PAGE).map(function (hit) { return row(search, found, hit); }));
    say(search, found, page);
    offer(search, found, page);
  }
  /* 名称相同的栏目不止一个时，取含有它们的第一个。 */
  function narrowing(map) {
    var at = map.categories.findIndex(function (c) { return c[0] === asked.get("category"); });
    return { year: Number(asked.get("year")) || 0, category: at < 0 ? undefined : at };
  }
  /* 没有结果可列时，在列表的位置指出别的去处，页面高度不变。 */
  function leadOn(isEmpty) {
    if (!elsewhere) return;
    elsewhere.hidden = !isEmpty;
    box.hidden = isEmpty;
  }
  function fail() {
    state.textContent = "检索数据没有全部载入，可能是网络不通。可以重试。";
    leadOn(true);
    turns.textContent = "";
    var again = element("p", "turns");
    again.append(button("重试", function () { location.reload(); }));
    (elsewhere || turns).append(again);
  }

  /* 退回来时，浏览器会填上离开时写的词，而结果还是原来那个词的。 */
  function recall() {
    if (field) field.value = question;
    ["year", "category"].forEach(function (name) {
      var select = form.elements[name], wanted = asked.get(name) || "";
      if (Array.prototype.some.call(select.options, function (o) { return o.value === wanted; })) select.value = wanted;
    });
  }
  recall();
  addEventListener("pageshow", function (event) {
    var entry = performance.getEntriesByType("navigation")[0];
    if (event.persisted || entry && entry.type !== "navigate") recall();
  });
  if (!question) { state.textContent = "在上方输入要找的词，多个词用空格隔开，文号、年份和数字也可以。"; return; }
  var map = arrived.map, page = Math.max(1, Math.floor(Number(asked.get("page")) || 1));
  if (!map) { fail(); return; }
  document.title = quoted() + " - " + document.title;
  var search = engine(map, load);
  state.textContent = "正在检索……";
  /* 网址里的页数超过了最后一页，就看最后一页。 */
  function lower(found) {
    var last = Math.max(1, Math.ceil(found.total / PER_PAGE)), isTooHigh = page > last;
    page = Math.min(page, last);
    return isTooHigh;
  }
  function start(words) {
    return search.find(words, narrowing(map)).then(function (found) {
      if (lower(found)) return start(words);
      return search.screen(found, page, PER_PAGE).then(function () {
        if (lower(found)) return start(words);
        /* 弯引号多半也是“要整句”的意思：正文里没有带引号的，就找引号里的。 */
        var inner = !found.total && /^[“"「『](.+)[”"」』]$/.exec(words);
        if (inner) return start(inner[1]);
        showNarrow(map, found);
        show(search, found, page);
      });
    });
  }
  start(question).catch(fail);
})(typeof self === "undefined" ? globalThis : self);
