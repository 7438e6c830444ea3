/* crmkit: search, filters, sorting, CSV, keys and the light switch. A classic script, so that it also runs from file://. */
(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");

  /* Light or dark: kept in this browser only; without a choice the system decides. */
  function kept() {
    try { return localStorage.getItem("crmkit-theme"); } catch (refused) { return null; }
  }
  function dress(theme) {
    root.dataset.theme = theme;
    one("#dark").media = theme === "dark" ? "screen" : "not all";
  }
  if (kept() === "light" || kept() === "dark") dress(kept());
  function switchTheme() {
    var dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    dress(dark ? "light" : "dark");
    try { localStorage.setItem("crmkit-theme", root.dataset.theme); } catch (refused) { /* it still holds for this page */ }
  }

  /* The page for what is missing is shown at any depth: its ways count from where this script lies. */
  function fromHere(base) {
    root.dataset.root = base;
    root.dataset.home = base + root.dataset.lost;
    all("link[rel=stylesheet]").forEach(function (link) {
      var right = base + link.getAttribute("href").replace(/^(\.\.\/)+/, "");
      if (link.href !== right) link.href = right;
    });
    ready(function () {
      all("a[href]").forEach(function (link) {
        var way = link.getAttribute("href");
        if (!/^([a-z]+:|#|\/)/.test(way)) link.href = new URL(way, root.dataset.home).href;
      });
    });
  }
  function ready(start) {
    if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
    else start();
  }
  /* While an input method composes, its keys are its own; Safari says so by a code alone. */
  function composing(event) { return event.isComposing || event.keyCode === 229; }

  function one(selector, within) { return (within || document).querySelector(selector); }
  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function fill(words, numbers) {
    return words.replace(/\{(\w+)\}/g, function (whole, name) { return name in numbers ? numbers[name] : whole; });
  }
  /* Width, case and accents fold, and traditional characters once the search has brought their table. */
  var han = {}, traditional = null;
  function fold(text) {
    var plain = String(text).normalize("NFKC").toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC").trim();
    return traditional ? plain.replace(traditional, function (char) { return han[char]; }) : plain;
  }
  function make(tag, text, className) {
    var node = document.createElement(tag);
    if (text) node.textContent = text;
    if (className) node.className = className;
    return node;
  }

  /* Search: shards are added as scripts on first use.
     A row is [href, number, name, sounds, phone digits, tags, contacts, text]; lists are joined by blanks. Sounds of a name
     are syllables joined by commas, each with all its readings joined by slashes. */
  var HREF = 0, NUMBER = 1, NAME = 2, SOUNDS = 3, DIGITS = 4, TAGS = 5, PEOPLE = 6, TEXT = 7;
  var MOST = 30, IN_TEXT = 6;
  var shards = { wanted: -1, done: 0, failed: 0, started: false, waiting: [] };
  function settled() { return shards.wanted >= 0 && shards.done + shards.failed >= shards.wanted; }
  function addScript(name, loaded, failed) {
    var script = document.createElement("script");
    script.src = root.dataset.root + "search/" + name + ".js";
    script.onload = loaded;
    script.onerror = failed;
    document.head.appendChild(script);
  }
  /* The first script says how many shards there are; whoever waits for them is told once. */
  function loadShards(whenReady) {
    if (settled()) return whenReady();
    if (shards.waiting.indexOf(whenReady) < 0) shards.waiting.push(whenReady);
    if (shards.started) return undefined;
    shards.started = true;
    function tell() { shards.waiting.forEach(function (each) { each(); }); }
    function settle(kind) {
      return function () {
        shards[kind] += 1;
        if (settled()) { prepare(); tell(); }
      };
    }
    addScript("shards", function () {
      shards.wanted = Number(window.CRMKIT_SHARDS) || 0;
      readHan(window.CRMKIT_HAN || ["", ""]);
      if (!shards.wanted) tell();
      for (var n = 0; n < shards.wanted; n += 1) addScript(n, settle("done"), settle("failed"));
    }, function () { shards.wanted = 0; settle("failed")(); });
    return undefined;
  }
  function readHan(table) {
    for (var at = 0; at < table[0].length; at += 1) han[table[0].charAt(at)] = table[1].charAt(at);
    if (table[0]) traditional = new RegExp("[" + table[0] + "]", "g");
  }
  var folded = [], ofPage = {};
  function prepare() {
    folded = (window.CRMKIT_SEARCH || []).map(function (row) { return (ofPage[row[HREF]] = row.map(fold)); });
  }
  /* What is looked for: words; or a phone number by its digits, however they are set apart, +86 or not. */
  function wanted(query) {
    var plain = fold(query), digits = plain.replace(/\D/g, "");
    if (!/^[\d\s()+.\-\/]+$/.test(plain) || digits.length < 5) return plain.split(/\s+/).filter(Boolean).map(sought);
    var bare = plain.replace(/[^\d+]/g, "").replace(/^((\+|00)86|86(?=\d{11}))/, "").replace(/\D/g, "").replace(/^0+/, "");
    if (bare.length < 7) bare = digits;
    return [{ text: plain, digits: bare, apart: new RegExp(bare.split("").join("[\\s()+.\\-\\/]{0,3}")) }];
  }
  /* Letters may be pinyin from any syllable on, in any reading, or the initials of characters in a row. */
  function sought(word) {
    var found = { text: word, digits: /^\d{3,}$/.test(word) ? word + " " : "" };
    if (!/^[a-z][a-z0-9]*$/.test(word)) return found;
    var letters = word.split(""), between = "(?:(?:\\/[^ ,\\/]+)*,(?:[^ ,\\/]+\\/)*)?";
    var whole = "(?:[^ ,\\/]+\\/)*" + letters.join(between);
    var first = letters.map(function (letter) { return "(?:[^ ,\\/]+\\/)*" + letter + "[^ ,\\/]*(?:\\/[^ ,\\/]+)*"; }).join(",");
    var either = "(?:" + whole + (letters.length > 1 ? "|" + first : "") + ")";
    found.sounds = new RegExp("(?:^|[ ,])" + either);
    found.begins = new RegExp("(?:^| )" + either);
    return found;
  }
  /* The lower the better, IN_TEXT the last; -1 when the word is nowhere in the row. */
  function rank(row, word) {
    var text = word.text;
    if (row[NAME].indexOf(text) === 0) return 0;
    if (row[NUMBER].indexOf(text) >= 0) return row[NUMBER] === text ? 0 : 2;
    if (row[NAME].indexOf(text) > 0) return 1;
    if (word.sounds && word.sounds.test(row[SOUNDS])) return word.begins.test(row[SOUNDS]) ? 2 : 4;
    if (word.digits && (row[DIGITS] + " ").indexOf(word.digits) >= 0) return 3;
    if (row[TAGS].indexOf(text) >= 0 || row[PEOPLE].indexOf(text) >= 0) return 5;
    if (row[TEXT].indexOf(text) >= 0 || (word.apart && word.apart.test(row[TEXT]))) return IN_TEXT;
    return -1;
  }
  function find(words) {
    var hits = [];
    if (!words.length) return hits;
    folded.forEach(function (row, at) {
      var sum = 0;
      for (var i = 0; i < words.length; i += 1) {
        var found = rank(row, words[i]);
        if (found < 0) return;
        sum += found;
      }
      hits.push({ at: at, rank: sum });
    });
    hits.sort(function (a, b) { return a.rank - b.rank || a.at - b.at; });
    return hits;
  }
  function marked(parent, text, words) {
    var low = text.toLowerCase(), at = 0;
    while (at < text.length) {
      var next = -1, size = 0;
      words.forEach(function (word) {
        var found = low.indexOf(word, at);
        if (found >= 0 && (next < 0 || found < next)) { next = found; size = word.length; }
      });
      if (next < 0) break;
      parent.appendChild(document.createTextNode(text.slice(at, next)));
      parent.appendChild(make("mark", text.slice(next, next + size)));
      at = next + size;
    }
    parent.appendChild(document.createTextNode(text.slice(at)));
  }
  function snippet(row, words) {
    var parts = [row[TAGS], row[PEOPLE], row[TEXT]];
    for (var i = 0; i < parts.length; i += 1) {
      for (var j = 0; j < words.length; j += 1) {
        var at = parts[i].toLowerCase().indexOf(words[j]);
        if (at >= 0) {
          var from = Math.max(0, at - 18);
          return (from ? "…" : "") + parts[i].slice(from, at + words[j].length + 40).replace(/\s+/g, " ") + "…";
        }
      }
    }
    return row[TAGS];
  }
  function startSearch() {
    var box = one(".search"), input = one("#q"), list = one("#hits"), said = one("#hits-said");
    if (!input) return;
    var chosen = -1;
    function close() {
      list.hidden = true; chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    }
    function choose(step) {
      var options = all("a", list);
      if (!options.length) return;
      chosen = (chosen + step + options.length) % options.length;
      options.forEach(function (option, at) { option.setAttribute("aria-selected", at === chosen ? "true" : "false"); });
      options[chosen].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", options[chosen].id);
    }
    function note(text) {
      list.textContent = "";
      if (text) list.appendChild(make("p", text, "muted"));
      said.textContent = text;
      list.hidden = !text;
    }
    function show() {
      var words = fold(input.value).split(/\s+/).filter(Boolean);
      if (!words.length) return close();
      if (shards.failed) return note(box.dataset.failed);
      var hits = find(wanted(input.value)), rows = window.CRMKIT_SEARCH || [];
      note(hits.length ? "" : box.dataset.none);
      hits.slice(0, MOST).forEach(function (hit, at) {
        var row = rows[hit.at], link = make("a");
        link.href = root.dataset.home + row[HREF];
        link.id = "hit-" + at;
        link.tabIndex = -1;
        link.setAttribute("role", "option");
        link.setAttribute("aria-selected", "false");
        link.appendChild(make("code", row[NUMBER]));
        marked(link, row[NAME], words);
        marked(link.appendChild(make("small")), snippet(row, words), words);
        list.appendChild(link);
      });
      if (hits.length) said.textContent = fill(box.dataset.count, { n: hits.length });
      list.hidden = false; chosen = -1;
      input.setAttribute("aria-expanded", "true");
      return undefined;
    }
    function ask() {
      if (!input.value.trim()) return close();
      if (!settled()) note(box.dataset.loading);
      return loadShards(show);
    }
    input.addEventListener("input", ask);
    input.addEventListener("focus", ask);
    input.addEventListener("keydown", function (event) {
      if (composing(event)) return;
      if (event.key === "ArrowDown") choose(1);
      else if (event.key === "ArrowUp") choose(-1);
      else if (event.key === "Enter") { var target = all("a", list)[Math.max(chosen, 0)]; if (target && !list.hidden) target.click(); }
      else if (event.key === "Escape") { close(); input.blur(); }
      else return;
      event.preventDefault();
    });
    document.addEventListener("click", function (event) { if (!box.contains(event.target)) close(); });
  }

  /* Customers: the data scripts hold every line, the page the first few hundred; others are drawn when they are shown.
     Filters and order live behind the # of the address, which works from file:// too. */
  var L = { HREF: 0, NAME: 1, NUMBER: 2, TIER: 3, WHY: 4, STATUS: 5, OWNER: 6, INDUSTRY: 7, TYPE: 8, AMOUNT: 9,
    SAID: 10, SHARE: 11, LAST: 12, AGO: 13, DAYS: 14, LETTER: 15, SPELLED: 16, TAGS: 17, SEGMENTS: 18, NEXT: 19, SOURCE: 20 };
  var FACETS = { owner: L.OWNER, tier: L.TIER, status: L.STATUS, type: L.TYPE, industry: L.INDUSTRY, next: L.NEXT, source: L.SOURCE };
  var AT_ONCE = 200, TAGS_SHOWN = 3;

  /* One row of the table from its data, in the shape that the page's own template gives. */
  function drawLine(line, known) {
    var row = document.importNode(one("#line").content, true).querySelector("tr");
    var tier = known.tiers[line[L.TIER]], pill = one(".pill", row), name = one(".c-name a", row), time = one("time", row);
    pill.textContent = tier[0]; pill.className = "pill " + tier[1]; pill.title = line[L.WHY];
    name.textContent = line[L.NAME]; name.href = line[L.HREF];
    one(".c-number", row).textContent = line[L.NUMBER];
    one(".c-status .dot", row).className = "dot " + known.statuses[line[L.STATUS]][1];
    one(".c-status span:last-child", row).textContent = known.statuses[line[L.STATUS]][0];
    one(".c-owner", row).textContent = known.owners[line[L.OWNER]];
    one(".c-industry", row).textContent = known.industries[line[L.INDUSTRY]];
    one(".c-amount .label + span", row).textContent = line[L.SAID];
    one(".c-amount rect:last-child", row).setAttribute("width", line[L.SHARE]);
    if (line[L.LAST]) { time.textContent = line[L.LAST]; one(".ago", row).textContent = line[L.AGO]; } else time.remove();
    var cell = one(".c-tags", row), more = line[L.TAGS].slice(TAGS_SHOWN);
    line[L.TAGS].slice(0, TAGS_SHOWN).forEach(function (tag) { cell.appendChild(make("span", tag, "tag")); });
    if (more.length) cell.appendChild(make("span", "+" + more.length, "more")).title = more.join(", ");
    return row;
  }

  function startList() {
    var form = one("#filters"), table = one("#list"), lines = window.CRMKIT_LIST || [];
    if (!form || !table || !lines.length) return;
    var body = table.tBodies[0], facets = all(".facet", form), only = one("#only"), known = JSON.parse(table.dataset.known);
    var heads = all("thead [data-sort]", table), shown = one("#shown"), earlier = one("#earlier"), later = one("#later");
    var collator = new Intl.Collator(root.lang, { numeric: true }), order = "", fitting = [], first = 0, last = 0;
    var start = Number(table.dataset.start), nodes = [], finds = [], absent = {};
    all("tr", body).forEach(function (row, at) { nodes[start + at] = row; });
    table.setAttribute("aria-rowcount", lines.length + 1);

    function node(at) { return nodes[at] || (nodes[at] = drawLine(lines[at], known)); }
    /* What the search looks at, which knows more of a customer; until it is there, what the line has of that. */
    function seen(at) {
      var line = lines[at];
      return ofPage[line[L.HREF]] || finds[at] ||
        (finds[at] = [line[L.HREF], line[L.NUMBER], line[L.NAME], line[L.SPELLED], "", line[L.TAGS].join(" "), "", ""].map(fold));
    }
    function called(at, words) {
      return words.every(function (word) { var found = rank(seen(at), word); return found >= 0 && found < IN_TEXT; });
    }
    function paint() {
      last = Math.min(last, fitting.length);
      body.replaceChildren.apply(body, fitting.slice(first, last).map(node));
      earlier.hidden = first === 0;
      later.hidden = last >= fitting.length;
    }
    function from(place) { first = place; last = place + AT_ONCE; paint(); }
    var values = {
      name: function (at) { return at; },
      number: function (at) { return lines[at][L.NUMBER]; },
      owner: function (at) { return known.owners[lines[at][L.OWNER]]; },
      industry: function (at) { return known.industries[lines[at][L.INDUSTRY]]; },
      rank: function (at) { return known.tiers[lines[at][L.TIER]][2]; },
      status: function (at) { return known.statuses[lines[at][L.STATUS]][2]; },
      amount: function (at) { return lines[at][L.AMOUNT] === "" ? "" : Number(lines[at][L.AMOUNT]); },
      days: function (at) { return lines[at][L.DAYS]; }
    };
    /* What is not known comes last, whichever way the order goes. */
    function sorted(places) {
      var key = order.replace("-", ""), back = order.charAt(0) === "-" ? -1 : 1;
      heads.forEach(function (head) {
        if (head.dataset.sort === key) head.setAttribute("aria-sort", back < 0 ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
      if (!key) return places;
      var value = places.map(function (at) { return { at: at, value: values[key](at) }; });
      value.sort(function (a, b) {
        if (a.value === b.value) return a.at - b.at;
        if (a.value === "") return 1;
        if (b.value === "") return -1;
        return back * (typeof a.value === "number" ? a.value - b.value : collator.compare(a.value, b.value));
      });
      return value.map(function (item) { return item.at; });
    }
    /* "<30" means a touch within 30 days, ">30" none for longer than that, "-" never. */
    function fits(line, key, wanted) {
      if (key === "days") {
        var days = line[L.DAYS];
        if (wanted === "-") return days === "";
        if (wanted.charAt(0) === "<") return days !== "" && days <= Number(wanted.slice(1));
        return days === "" || days > Number(wanted.slice(1));
      }
      if (key === "segment") return line[L.SEGMENTS].indexOf(wanted) >= 0;
      return key === "tag" ? line[L.TAGS].indexOf(wanted) >= 0 : line[FACETS[key]] === wanted;
    }
    function filter() {
      var words = wanted(only.value), any = words.length > 0, places = [];
      if (any && !settled()) loadShards(filter);
      var asked = facets.map(function (facet) {
        var chosen = all("input:checked", facet).map(function (box) { return box.value; }).concat(absent[facet.dataset.facet] || []);
        one(".chosen", facet).textContent = chosen.length ? String(chosen.length) : "";
        facet.classList.toggle("on", chosen.length > 0);
        any = any || chosen.length > 0;
        return { key: facet.dataset.facet, values: chosen };
      }).filter(function (want) { return want.values.length; });
      lines.forEach(function (line, at) {
        if (called(at, words) && asked.every(function (want) {
          return want.values.some(function (each) { return fits(line, want.key, each); });
        })) places.push(at);
      });
      fitting = sorted(places);
      shown.textContent = fill(any ? shown.dataset.some : shown.dataset.all, { n: places.length, all: lines.length });
      one("#clear").hidden = !any;
      one("#none").hidden = places.length > 0;
      table.hidden = places.length === 0;
      from(0);
    }
    function write() {
      var state = new URLSearchParams();
      if (only.value.trim()) state.set("q", only.value.trim());
      all("input:checked", form).forEach(function (box) { state.append(box.name, box.value); });
      Object.keys(absent).forEach(function (key) { absent[key].forEach(function (value) { state.append(key, value); }); });
      if (order) state.set("sort", order);
      var text = String(state);
      try { history.replaceState(null, "", text ? "#" + text : location.pathname + location.search); } catch (refused) { location.hash = text; }
    }
    function read() {
      var text = location.hash.slice(1), state = new URLSearchParams(text);
      if (/^az-[A-Z]$/.test(text)) { order = ""; filter(); return jump(text.slice(3)); }
      if (text && text.indexOf("=") < 0) return undefined;
      only.value = state.get("q") || "";
      all("input[type=checkbox]", form).forEach(function (box) { box.checked = state.getAll(box.name).indexOf(box.value) >= 0; });
      /* What nobody has any more has no box, and fits nobody. */
      absent = {};
      facets.forEach(function (facet) {
        var boxes = all("input[type=checkbox]", facet).map(function (box) { return box.value; });
        absent[facet.dataset.facet] = state.getAll(facet.dataset.facet).filter(function (value) { return boxes.indexOf(value) < 0; });
      });
      var asked = state.get("sort") || "";
      order = heads.some(function (head) { return head.dataset.sort === asked.replace("-", ""); }) ? asked : "";
      return filter();
    }
    function change() { filter(); write(); }
    function clear() { absent = {}; form.reset(); change(); }
    /* The first line that fits and begins with the letter comes into sight. */
    function jump(letter) {
      var place = fitting.findIndex(function (at) { return lines[at][L.LETTER].toUpperCase() === letter; });
      if (place < 0) return;
      if (place < first || place >= last) from(place);
      node(fitting[place]).scrollIntoView({ block: "start" });
      one("a", node(fitting[place])).focus({ preventScroll: true });
    }

    heads.forEach(function (head) {
      var button = make("button", head.textContent.trim());
      button.type = "button";
      head.textContent = "";
      head.appendChild(button);
      button.addEventListener("click", function () {
        var key = head.dataset.sort, down = key === "amount";
        var turns = down ? ["-" + key, key, ""] : [key, "-" + key, ""];
        order = turns[(turns.indexOf(order) + 1) % turns.length];
        change();
      });
    });
    form.addEventListener("change", change);
    form.addEventListener("submit", function (event) { event.preventDefault(); });
    form.addEventListener("reset", function () { absent = {}; setTimeout(change, 0); });
    only.addEventListener("input", change);
    earlier.addEventListener("click", function () { first = Math.max(0, first - AT_ONCE); paint(); });
    later.addEventListener("click", function () { last += AT_ONCE; paint(); });
    one("#clear-none").addEventListener("click", clear);
    one("#csv").addEventListener("click", function () { saveCsv(table, fitting, lines, known, this.dataset.name); });
    all(".az a").forEach(function (link) {
      link.addEventListener("click", function (event) {
        event.preventDefault();
        if (order) { order = ""; change(); }
        jump(link.dataset.letter);
      });
    });
    window.addEventListener("hashchange", read);
    read();
  }
  /* Exactly the lines that fit, in the order shown. A leading = + - @ would be a formula to a spreadsheet: it gets a quote. */
  function saveCsv(table, fitting, lines, known, name) {
    function field(text) {
      var safe = /^[=+\-@\t\r]/.test(text) && !/^-?[\d.,]+$/.test(text) ? "'" + text : text;
      return /[",\n\r]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
    }
    var said = [all("thead th", table).map(function (head) { return field(head.textContent.trim()); }).join(",")];
    fitting.forEach(function (at) {
      var line = lines[at];
      said.push([
        known.tiers[line[L.TIER]][0], line[L.NAME], line[L.NUMBER], known.statuses[line[L.STATUS]][0], known.owners[line[L.OWNER]],
        known.industries[line[L.INDUSTRY]], line[L.AMOUNT], line[L.LAST], line[L.TAGS].join(", ")
      ].map(field).join(","));
    });
    save(name, "text/csv", "\ufeff" + said.join("\r\n") + "\r\n");
  }

  /* A text becomes a file that the reader keeps; it works from file:// too. */
  function save(name, type, text) {
    var link = make("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type + ";charset=utf-8" }));
    link.download = name;
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  /* A person as a card for the phone's own address book: just what the page shows of them. */
  function startCards() {
    function said(text) { return text.replace(/([\\,;])/g, "\\$1").replace(/\s*\n\s*/g, " ").trim(); }
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-card]");
      if (!button) return;
      var contact = button.closest(".contact"), name = button.dataset.card, title = one(".who > .muted", contact);
      var card = ["BEGIN:VCARD", "VERSION:3.0", "N:" + said(name) + ";;;;", "FN:" + said(name), "ORG:" + said(one("h1 bdi").textContent)];
      if (title) card.push("TITLE:" + said(title.textContent));
      all("a[href^='tel:'],a[href^='mailto:']", contact).forEach(function (link) {
        card.push((link.protocol === "tel:" ? "TEL:" : "EMAIL:") + said(link.textContent));
      });
      save(name + ".vcf", "text/vcard", card.concat("END:VCARD", "").join("\r\n"));
    });
  }

  /* Customer: show one class of entries; a link to an entry always shows it. */
  function startTimeline() {
    var chips = all(".chip[data-class]"), entries = all(".entry"), months = all(".month");
    function show(name) {
      chips.forEach(function (chip) { chip.setAttribute("aria-pressed", chip.dataset.class === name ? "true" : "false"); });
      entries.forEach(function (entry) { entry.hidden = name !== "" && entry.dataset.class !== name; });
      months.forEach(function (month) { month.hidden = !all(".entry", month).some(function (entry) { return !entry.hidden; }); });
    }
    chips.forEach(function (chip) { chip.addEventListener("click", function () { show(chip.dataset.class); }); });
    function reveal() {
      var target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
      if (!target || !target.closest(".month")) return;
      if (target.hidden) show("");
      if (target.closest("details")) target.closest("details").open = true;
      target.scrollIntoView();
    }
    window.addEventListener("hashchange", reveal);
    reveal();
    var print = one("#print");
    if (print) print.addEventListener("click", function () { window.print(); });
  }

  /* The other language opens at the same place: filters and entries stand behind the #. */
  function startLanguages() {
    all(".tools a[hreflang]").forEach(function (link) {
      link.addEventListener("click", function () { link.href = link.getAttribute("href").split("#")[0] + location.hash; });
    });
  }

  /* A command goes to the clipboard; where the browser refuses, it is shown to be copied by hand. */
  function startCopy() {
    document.addEventListener("click", function (event) {
      var button = event.target.closest("[data-copy]");
      if (!button) return;
      function done() { button.textContent = button.dataset.done; }
      function show() { button.replaceWith(make("code", button.dataset.copy)); }
      try { navigator.clipboard.writeText(button.dataset.copy).then(done, show); } catch (refused) { show(); }
    });
  }

  /* One facet open at a time; a click elsewhere or Escape closes it. */
  function startPopovers() {
    var open = function () { return all("details.facet[open]"); };
    document.addEventListener("click", function (event) {
      open().forEach(function (each) { if (!each.contains(event.target)) each.open = false; });
    });
    document.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || composing(event)) return;
      open().forEach(function (each) { each.open = false; one("summary", each).focus(); });
    });
  }

  /* Keys: silent while someone types or a modifier is held. */
  function startKeys() {
    var help = one("#help"), waiting = false, timer = 0;
    function step(by) {
      var stops = all(".list tbody .c-name > a:first-child, .entry").filter(function (each) {
        return each.offsetParent !== null && !each.closest("details:not([open])");
      });
      if (!stops.length) return;
      var at = stops.indexOf(document.activeElement);
      var next = stops[Math.max(0, Math.min(stops.length - 1, at < 0 ? 0 : at + by))];
      if (!next.hasAttribute("href")) next.tabIndex = -1;
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
    document.addEventListener("keydown", function (event) {
      var at = event.target;
      if (event.ctrlKey || event.metaKey || event.altKey || composing(event)) return;
      if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName) || help.open) return;
      if (waiting) {
        waiting = false; clearTimeout(timer);
        var link = all(".nav a[data-key]").filter(function (each) { return each.dataset.key === event.key; })[0];
        if (link) { event.preventDefault(); link.click(); }
        return;
      }
      if (event.key === "/") { event.preventDefault(); one("#q").focus(); one("#q").select(); }
      else if (event.key === "?") { event.preventDefault(); help.showModal(); }
      else if (event.key === "j") step(1);
      else if (event.key === "k") step(-1);
      else if (event.key === "g") { waiting = true; timer = setTimeout(function () { waiting = false; }, 1500); }
    });
    one("#keys").addEventListener("click", function () { help.showModal(); });
    one("#theme").addEventListener("click", switchTheme);
  }

  /* "Today" is the day of the build: who reads later is told by how many days. */
  function startAge() {
    var said = one("#stale"), now = new Date();
    if (!said) return;
    var days = Math.round((Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) - Date.parse(said.dataset.day)) / 864e5);
    if (days <= 0) return;
    said.textContent = fill(days === 1 ? said.dataset.one : said.dataset.many, { n: days });
    said.hidden = false;
  }

  if (root.dataset.lost !== undefined) fromHere(document.currentScript.src.replace(/static\/site\.js$/, ""));
  ready(function () {
    startSearch(); startList(); startTimeline(); startLanguages(); startCopy(); startCards(); startPopovers(); startKeys(); startAge();
  });
}());
