"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const [head, ...units] = JSON.parse(byId("bitext").textContent);
  const catalogues = JSON.parse(byId("messages").textContent);
  const list = byId("segments");

  // ---- words of the interface -------------------------------------------------------------------
  const preferred = catalogues.chosen
    ? [catalogues.chosen]
    : (navigator.languages || []).map((tag) => tag.toLowerCase().split("-")[0]);
  let locale = preferred.find((tag) => tag === "en" || catalogues.messages[tag]) || "en";
  const say = (message, values = {}) =>
    ((catalogues.messages[locale] || {})[message] || message).replace(/\{(\w+)\}/g, (_, name) => values[name]);

  const make = (tag, properties = {}, ...children) => {
    const { dataset, ...rest } = properties;
    const element = Object.assign(document.createElement(tag), rest);
    Object.assign(element.dataset, dataset || {});
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  };

  // ---- state -------------------------------------------------------------------------------------
  // A unit's working copy; `first` is what the file came with.
  const snapshot = (unit) => ({ target: unit.target, state: unit.state, comment: unit.comment || "" });
  const work = units.map((unit) => ({ unit, first: snapshot(unit), ...snapshot(unit), row: null }));
  const index = new Map(work.map((item, position) => [item.unit.id, position]));
  const done = [];
  const undone = [];
  let current = 0;
  let filter = "all";
  let sought = "";
  let editing = null;

  const isChanged = (item) => item.target !== item.first.target || item.comment !== item.first.comment;
  const isFlagged = ({ unit }) =>
    (unit.issues || []).some((issue) => issue.severity !== "info") ||
    (unit.terms || []).some((term) => term.state === "unresolved");
  const belongs = {
    all: () => true,
    open: (item) => item.state !== "reviewed",
    flagged: isFlagged,
    terms: ({ unit }) => (unit.terms || []).length > 0,
    changed: isChanged,
  };

  // ---- autosave ----------------------------------------------------------------------------------
  const digest = (text) => {
    let a = 0x811c9dc5;
    let b = 0x1b873593;
    for (let i = 0; i < text.length; i += 1) {
      a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
      b = Math.imul(b ^ text.charCodeAt(i), 0x85ebca6b);
    }
    return (a >>> 0).toString(36) + (b >>> 0).toString(36);
  };
  const family = `translate-pipe:${head.article}:${head.target_locale}:`;
  const place = family + digest(byId("bitext").textContent);
  let timer = 0;
  let unsaved = false;

  const warn = (message) => {
    byId("warning").textContent = message;
    byId("warning").hidden = !message;
  };
  const save = () => {
    const edits = {};
    work.forEach((item) => {
      if (isChanged(item) || item.state !== item.first.state) {
        edits[item.unit.id] = { target: item.target, state: item.state, comment: item.comment, before: item.first.target };
      }
    });
    try {
      localStorage.setItem(place, JSON.stringify(edits));
      unsaved = false;
      warn("");
      byId("saved").textContent = say("Saved in this browser.");
    } catch {
      byId("saved").textContent = "";
      warn(say("This browser does not let the page save your work. Download the reviewed file before you close it."));
    }
  };
  const saveSoon = () => {
    unsaved = true;
    clearTimeout(timer);
    timer = setTimeout(save, 300);
  };
  // Work on an earlier version of this page that was never handed back: where the target is still the same.
  const earlierWork = () => {
    const found = {};
    Object.keys(localStorage).filter((key) => key.startsWith(family)).forEach((key) => {
      Object.entries(JSON.parse(localStorage.getItem(key))).forEach(([id, edit]) => {
        const item = work[index.get(id)];
        if (item && edit.before === item.first.target && item.first.state !== "reviewed") found[id] = edit;
      });
    });
    return found;
  };
  const restore = () => {
    let edits = {};
    try {
      const own = localStorage.getItem(place);
      edits = own === null ? earlierWork() : JSON.parse(own);
      localStorage.setItem(`${place}:probe`, "1");
      localStorage.removeItem(`${place}:probe`);
    } catch {
      warn(say("This browser does not let the page save your work. Download the reviewed file before you close it."));
      return;
    }
    let count = 0;
    Object.entries(edits).forEach(([id, edit]) => {
      const item = work[index.get(id)];
      if (item && typeof edit.target === "string") {
        Object.assign(item, { target: edit.target, state: edit.state, comment: edit.comment || "" });
        count += 1;
      }
    });
    if (count) byId("saved").textContent = say("Your earlier work was restored: {count} segments.", { count });
  };

  // ---- text with highlights ----------------------------------------------------------------------
  // Positions in the file count code points; strings here count UTF-16 units.
  const toUnits = (text, [start, end]) => {
    if (!/[\ud800-\udfff]/.test(text)) return [start, end];
    const points = Array.from(text);
    const before = points.slice(0, start).join("").length;
    return [before, before + points.slice(start, end).join("").length];
  };
  // Where a stretch of the old text lies in the new one: outside the edit it moves along, within it is lost.
  const moved = (before, after, [start, end]) => {
    if (before === after) return [start, end];
    let left = 0;
    const shorter = Math.min(before.length, after.length);
    while (left < shorter && before[left] === after[left]) left += 1;
    let right = 0;
    while (right < shorter - left && before[before.length - 1 - right] === after[after.length - 1 - right]) right += 1;
    if (end <= left) return [start, end];
    if (start >= before.length - right) return [start + after.length - before.length, end + after.length - before.length];
    return null;
  };
  const figured = (figure) => {
    const states = {
      already: say("The engine said the figure."),
      applied: say("The figure was put right."),
      overruled: say("The reviewer's or the memory's text stands."),
      unresolved: say("Not in the target: please check."),
    };
    return [`${figure.surface} → ${figure.target || "—"}`, states[figure.state]].join("\n");
  };
  const described = (term) => {
    const wanted = (term.match.entry.targets || [])[0] || term.match.surface;
    const states = {
      already: say("The engine rendered it as the glossary says."),
      applied: say("Put in as the glossary says."),
      kept: say("Copied: not to be translated."),
      overruled: say("The reviewer's or the memory's text stands."),
      unresolved: say("Not in the target: please check."),
    };
    const methods = {
      "n-best": say("chosen among the engine's alternatives"),
      "stand-in": say("in the form of a stand-in"),
      repair: say("in place of another rendering"),
      prefix: say("the engine finished the sentence after it"),
      annotation: say("given to the engine with the source"),
      copy: "",
    };
    const cases = (term.grammemes || "").split(" ").filter(Boolean).map((word) => say(word)).join(" ");
    return [
      `${term.match.surface} → ${term.surface || wanted}`,
      states[term.state],
      [cases, methods[term.method] || ""].filter(Boolean).join(", "),
      term.match.entry.note || "",
    ].filter(Boolean).join("\n");
  };
  const decorations = (item, side) => {
    const { unit } = item;
    const text = side === "source" ? unit.source : item.target;
    const found = [];
    const add = (span, className, title, name) => {
      let stretch = toUnits(side === "source" ? unit.source : item.first.target, span);
      if (side === "target") stretch = moved(item.first.target, item.target, stretch);
      if (stretch && stretch[1] > stretch[0]) found.push({ start: stretch[0], end: stretch[1], className, title, name });
    };
    (unit.terms || []).forEach((term, number) => {
      const span = side === "source" ? term.match.span : term.span;
      if (span) add(span, `term ${term.state}`, described(term), `${number}`);
    });
    (unit.figures || []).forEach((figure, number) => {
      const span = side === "source" ? figure.span : figure.target_span;
      if (span) add(span, `figure ${figure.state}`, figured(figure), `f${number}`);
    });
    (side === "source" ? (unit.segment || {}).marks || [] : unit.target_marks || []).forEach((mark) =>
      add(mark.span, `m-${mark.kind}`));
    (unit.issues || []).forEach((issue) => {
      const where = issue.side || "target";
      if (where === side && issue.span && (side === "source" || item.target === item.first.target)) {
        add(issue.span, "issue-here");
      }
    });
    if (sought) {
      const folded = text.toLowerCase();
      for (let at = folded.indexOf(sought); at >= 0 && folded.length === text.length; at = folded.indexOf(sought, at + 1)) {
        found.push({ start: at, end: at + sought.length, className: "found" });
      }
    }
    return { text, found };
  };
  const rendered = (item, side) => {
    const { text, found } = decorations(item, side);
    const holder = document.createDocumentFragment();
    const cuts = [...new Set([0, text.length, ...found.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
    cuts.slice(0, -1).forEach((start, position) => {
      const piece = text.slice(start, cuts[position + 1]);
      const over = found.filter((one) => one.start <= start && one.end > start);
      if (!over.length) {
        holder.append(piece);
        return;
      }
      const element = make("mark", { className: over.map((one) => one.className).join(" "), textContent: piece });
      const term = over.find((one) => one.title);
      if (term) {
        element.dataset.tip = term.title;
        element.dataset.term = term.name;
        if (term.start === start) {
          element.tabIndex = 0;
          element.setAttribute("role", "note");
          element.setAttribute("aria-label", term.title.replace(/\n/g, ". "));
        }
      }
      holder.append(element);
    });
    return holder;
  };

  // ---- rows --------------------------------------------------------------------------------------
  const stateWord = (item) =>
    ({
      translated: say("machine translation"), recalled: say("from the memory"),
      reviewed: say("reviewed"), untranslated: say("not translated"),
    })[item.state] || item.state;

  const act = (name, label, keys) =>
    make("button", { type: "button", dataset: { act: name }, textContent: label, title: keys ? `${label} (${keys})` : label });

  // A row begins with its texts alone; what else it has is made when it comes near the window.
  const dress = (item) => {
    const { row } = item;
    row.classList.toggle("reviewed", item.state === "reviewed" && !isChanged(item));
    row.classList.toggle("changed", isChanged(item));
    row.setAttribute("aria-label", `${say("Segment")} ${item.unit.number}, ${stateWord(item)}`);
    row.querySelector(".state").textContent = stateWord(item);
  };
  const paint = (item) => {
    furnish(item);
    dress(item);
    const { row } = item;
    row.querySelector(".source .text").replaceChildren(rendered(item, "source"));
    const cell = row.querySelector(".target");
    if (editing !== item) cell.querySelector(".text").replaceChildren(rendered(item, "target"));
    const note = cell.querySelector(".note");
    note.textContent = item.comment ? `${say("Comment")}: ${item.comment}` : "";
    note.hidden = !item.comment;
    row.querySelector('[data-act="revert"]').disabled = !isChanged(item) && item.state === item.first.state;
  };
  const furnish = (item) => {
    if (item.furnished) return;
    item.furnished = true;
    item.row.querySelector(".target").append(...[
      make("div", { className: "note", hidden: true }), issueList(item.unit), offerList(item.unit),
      make("div", { className: "acts" },
        act("accept", say("Accept"), "a"), act("edit", say("Edit"), "Enter"),
        act("comment", say("Comment"), "c"), act("revert", say("Revert"), "r")),
    ].filter(Boolean));
  };
  const nearby = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (!entry.isIntersecting) return;
    nearby.unobserve(entry.target);
    paint(work[Number(entry.target.dataset.position)]);
  }), { rootMargin: "600px" });

  // What the checks say, with places for what they found; the file says it in English.
  const findings = [
    "there is no translation",
    "the source was copied, not translated",
    "{text} must be copied to the letter and is missing",
    "{text} must be copied to the letter and stands there too seldom",
    "{text} was not translated",
    "the target is {ratio} times as long as the source; something may have been added",
    "the target is only {ratio} as long as the source; something may be missing",
    "the source says {source}, the target {target}",
    "the number {number} of the source is missing",
    "the number {number} is not in the source",
    "{number} has lost its per cent sign",
    "the word {word} stands twice",
    "{phrase} is repeated {times} times",
    "{phrase} stands there {times} times",
    "{text} is repeated within a word",
    "there is white space at the edge",
    "there are two spaces in a row",
    "there is a space before {mark}",
    "the bracket {mark} is not closed",
    "the bracket {mark} was never opened",
    "the quotation mark {mark} is not closed",
    "the quotation mark {mark} was never opened",
    "the brackets of the source are missing",
    "the quotation marks of the source are missing",
    "the same source is {target} in segment {number}",
  ].map((message) => {
    const escaped = message.replace(/[.*+?^$()|[\]\\]/g, "\\$&").replace(/\{(\w+)\}/g, "(?<$1>.+)");
    return { message, pattern: new RegExp(`^${escaped}$`, "s") };
  });
  const told = (issue) => {
    if (locale === "en") return issue.message;
    for (const { message, pattern } of findings) {
      const found = pattern.exec(issue.message);
      if (found) return say(message, found.groups || {});
    }
    return [catalogues.messages[locale][`check ${issue.check}`], issue.message].filter(Boolean).join(": ");
  };

  const issueList = (unit) => {
    const severities = { error: say("error"), warning: say("warning"), info: say("note") };
    // A missing term is told by the term itself, below, in the reader's language.
    const entries = (unit.issues || []).filter((issue) => issue.check !== "term-missing").map((issue) => {
      return make("li", { className: issue.severity, textContent: `${severities[issue.severity]}: ${told(issue)}` });
    });
    (unit.terms || []).filter((term) => term.state === "unresolved").forEach((term) => {
      entries.push(make("li", { className: "warning", textContent: described(term).split("\n").slice(0, 2).join(": ") }));
    });
    return entries.length ? make("ul", { className: "issues" }, ...entries) : null;
  };

  const wordDifference = (before, after) => {
    const a = before.split(/(\s+)/);
    const b = after.split(/(\s+)/);
    const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    const parts = [];
    let i = 0;
    let j = 0;
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        parts.push(a[i]);
        i += 1;
        j += 1;
      } else if (j < b.length && (i === a.length || table[i][j + 1] >= table[i + 1][j])) {
        parts.push(make("ins", { textContent: b[j] }));
        j += 1;
      } else {
        parts.push(make("del", { textContent: a[i] }));
        i += 1;
      }
    }
    return parts;
  };

  const offerList = (unit) => {
    const offers = unit.suggestions || [];
    if (!offers.length) return null;
    return make("ul", { className: "offers" }, ...offers.map((offer, number) => make("li", {},
      make("strong", { textContent: `${Math.min(offer.score, 100)} % ` }),
      make("span", {}, ...wordDifference(offer.source, unit.source)),
      make("br"), make("bdi", { textContent: offer.target, lang: head.target_locale, dir: "auto" }), " ",
      make("button", { type: "button", textContent: say("Use"), dataset: { act: "use", number } }))));
  };

  const build = () => {
    const fragment = document.createDocumentFragment();
    work.forEach((item, position) => {
      const { unit } = item;
      const segment = unit.segment || {};
      const sameBefore = position > 0 && (units[position - 1].segment || {}).block === segment.block;
      const sameAfter = position + 1 < units.length && (units[position + 1].segment || {}).block === segment.block;
      const kind = segment.block_kind || "paragraph";
      const row = make("li", {
        className: `${kind}${sameBefore ? "" : " first-of-block"}${sameAfter ? "" : " last-of-block"}`,
        id: unit.id, tabIndex: -1, dataset: { position },
      },
      make("div", { className: "who" },
        make("span", { textContent: `${unit.number}`, title: unit.id }),
        make("span", { className: "state" }),
        kind === "paragraph" ? null : make("span", { textContent: say(kind) })),
      make("div", { className: "source" },
        make("div", { className: "text", lang: head.source_locale, dir: catalogues.source_direction, textContent: unit.source })),
      make("div", { className: "target" },
        make("div", {
          className: "text", lang: head.target_locale, dir: catalogues.target_direction,
          dataset: { act: "edit" }, textContent: item.target,
        })));
      item.row = row;
      item.furnished = false;
      dress(item);
      fragment.append(row);
    });
    nearby.disconnect();
    list.replaceChildren(fragment);
    work.forEach((item) => nearby.observe(item.row));
  };

  // ---- counts, filters ---------------------------------------------------------------------------
  const count = () => {
    Object.entries(belongs).forEach(([name, test]) => {
      document.querySelector(`[data-count="${name}"]`).textContent = work.filter(test).length;
    });
    const reviewed = work.filter((item) => item.state === "reviewed").length;
    byId("progress").max = Math.max(1, work.length);
    byId("progress").value = reviewed;
    byId("counts").textContent = say("{reviewed} of {all} reviewed, {changed} changed", {
      reviewed, all: work.length, changed: work.filter(isChanged).length,
    });
    byId("undo").disabled = !done.length;
    byId("redo").disabled = !undone.length;
  };
  const fits = (item) =>
    belongs[filter](item) &&
    (!sought || item.unit.source.toLowerCase().includes(sought) || item.target.toLowerCase().includes(sought));
  const sift = () => {
    let shown = 0;
    work.forEach((item) => {
      item.row.hidden = !fits(item);
      shown += item.row.hidden ? 0 : 1;
    });
    byId("none").hidden = shown > 0;
  };

  // ---- moving ------------------------------------------------------------------------------------
  const goTo = (position, focus = true) => {
    if (!work[position]) return;
    work[current].row.classList.remove("current");
    current = position;
    const { row } = work[current];
    row.classList.add("current");
    if (focus) {
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "nearest" });
    }
  };
  const step = (by, test = () => true) => {
    for (let at = current + by; at >= 0 && at < work.length; at += by) {
      if (!work[at].row.hidden && test(work[at])) {
        goTo(at);
        return true;
      }
    }
    return false;
  };

  // ---- changing ----------------------------------------------------------------------------------
  const put = (item, values) => Object.assign(item, values);
  const change = (item, values) => {
    const before = { target: item.target, state: item.state, comment: item.comment };
    if (Object.entries(values).every(([name, value]) => before[name] === value)) return;
    done.push({ item, before, after: { ...before, ...values } });
    undone.length = 0;
    put(item, values);
    paint(item);
    count();
    saveSoon();
  };
  const travel = (from, to, side) => {
    const last = from.pop();
    if (!last) return;
    to.push(last);
    put(last.item, last[side]);
    paint(last.item);
    last.item.row.hidden = false;
    count();
    saveSoon();
    goTo(index.get(last.item.unit.id));
  };
  const undo = () => travel(done, undone, "before");
  const redo = () => travel(undone, done, "after");

  const edit = (item, field = "target") => {
    if (editing) return;
    furnish(item);
    editing = item;
    const cell = item.row.querySelector(".target");
    const text = cell.querySelector(".text");
    const box = make("textarea", {
      value: field === "target" ? item.target : item.comment,
      lang: head.target_locale, dir: "auto", spellcheck: true, rows: 2,
    });
    box.setAttribute("aria-label", `${field === "target" ? say("Target") : say("Comment")}, ${say("Segment")} ${item.unit.number}`);
    const holder = field === "target" ? text : cell.querySelector(".note");
    holder.hidden = true;
    holder.after(box);
    const close = (keep) => {
      if (editing !== item) return;
      editing = null;
      const value = box.value;
      box.remove();
      holder.hidden = false;
      if (keep) change(item, field === "target" && value !== item.target ? { target: value, state: "reviewed" } : field === "comment" ? { comment: value } : {});
      paint(item);
    };
    box.addEventListener("blur", () => close(true));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.preventDefault();
        close(false);
        goTo(index.get(item.unit.id));
      } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        close(true);
        if (field === "target") accept(item);
        if (!step(1)) goTo(index.get(item.unit.id));
      }
      event.stopPropagation();
    });
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
  };
  const closeEditor = () => {
    if (document.activeElement instanceof HTMLTextAreaElement) document.activeElement.blur();
  };
  const accept = (item) => change(item, { state: "reviewed" });
  const revert = (item) => change(item, { ...item.first });
  const deeds = {
    accept, revert,
    edit: (item) => edit(item),
    comment: (item) => edit(item, "comment"),
    use: (item, number) => change(item, { target: item.unit.suggestions[number].target, state: "reviewed" }),
  };

  // ---- download ----------------------------------------------------------------------------------
  const movedMarks = (item) => (item.unit.target_marks || []).flatMap((mark) => {
    const stretch = moved(item.first.target, item.target, toUnits(item.first.target, mark.span));
    if (!stretch) return [];
    const points = (end) => Array.from(item.target.slice(0, end)).length;
    return [{ ...mark, span: [points(stretch[0]), points(stretch[1])] }];
  });
  const reviewedLines = () => [head, ...work.map((item) => {
    const line = { ...item.unit, target: item.target, state: item.state, comment: item.comment };
    if (item.unit.target_marks && item.target !== item.first.target) line.target_marks = movedMarks(item);
    return line;
  })].map((line) => `${JSON.stringify(line)}\n`).join("");
  const download = () => {
    closeEditor();
    const address = URL.createObjectURL(new Blob([reviewedLines()], { type: "application/x-ndjson" }));
    const stem = head.article.split(/[\\/]/).pop().replace(/\.[^.]*$/, "") || "article";
    make("a", { href: address, download: `${stem}.${head.target_locale}.reviewed.jsonl` }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    unsaved = false;
  };

  // ---- tips --------------------------------------------------------------------------------------
  const tip = byId("tip");
  const showTip = (element) => {
    tip.textContent = element.dataset.tip;
    tip.style.whiteSpace = "pre-line";
    tip.hidden = false;
    const at = element.getBoundingClientRect();
    const own = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(at.left, innerWidth - own.width - 8))}px`;
    tip.style.top = `${at.bottom + own.height + 8 < innerHeight ? at.bottom + 6 : Math.max(4, at.top - own.height - 6)}px`;
  };
  const hideTip = () => { tip.hidden = true; };
  ["mouseover", "focusin"].forEach((name) => list.addEventListener(name, (event) => {
    const element = event.target.closest("[data-tip]");
    if (element) showTip(element); else hideTip();
  }));
  ["mouseleave", "focusout"].forEach((name) => list.addEventListener(name, hideTip));
  addEventListener("scroll", hideTip, { passive: true });

  // ---- events ------------------------------------------------------------------------------------
  list.addEventListener("click", (event) => {
    const row = event.target.closest("li[data-position]");
    if (!row || event.target instanceof HTMLTextAreaElement) return;
    const item = work[Number(row.dataset.position)];
    const button = event.target.closest("[data-act]");
    goTo(Number(row.dataset.position), false);
    if (button && !(button.dataset.act === "edit" && String(getSelection()))) deeds[button.dataset.act](item, Number(button.dataset.number));
  });
  list.addEventListener("focusin", (event) => {
    const row = event.target.closest("li[data-position]");
    if (row) goTo(Number(row.dataset.position), false);
  });
  const keys = [
    [["j", "ArrowDown"], "j ↓", "Next segment", () => step(1)],
    [["k", "ArrowUp"], "k ↑", "Previous segment", () => step(-1)],
    [["n"], "n", "Next flagged", () => step(1, isFlagged)],
    [["p"], "p", "Previous flagged", () => step(-1, isFlagged)],
    [["Enter", "e"], "Enter, e", "Edit", () => edit(work[current])],
    [["a"], "a", "Accept and go on", () => { accept(work[current]); step(1); }],
    [["r"], "r", "Revert", () => revert(work[current])],
    [["c"], "c", "Comment", () => edit(work[current], "comment")],
    [["u"], "u, Ctrl+Z", "Undo", undo],
    [["U"], "U, Ctrl+Y", "Redo", redo],
    [["/"], "/", "Search in both columns", () => byId("search").focus()],
    [["?"], "?", "Keys", () => byId("keys").showModal()],
  ];
  const fixedKeys = [
    ["Ctrl+Enter", "Accept what was edited and go on"], ["Esc", "Leave without keeping the edit"],
    ["Ctrl+S", "Download the reviewed file"],
  ];
  // On a layout with other letters (Cyrillic, Hebrew) a key is known by its place.
  const keyOf = ({ key, code, shiftKey }) => {
    if (key.length > 1 || key < "\u0080" || !/^Key[A-Z]$/.test(code)) return key;
    return shiftKey ? code.slice(3) : code.slice(3).toLowerCase();
  };
  document.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    const key = keyOf(event);
    if (control && key.toLowerCase() === "s") {
      event.preventDefault();
      download();
      return;
    }
    if (byId("keys").open) return;
    if (event.target.matches("input, textarea, select")) {
      if (event.key === "Escape" && event.target.type === "search") goTo(current);
      return;
    }
    if (control && ["z", "y"].includes(key.toLowerCase())) {
      event.preventDefault();
      if (key.toLowerCase() === "y" || event.shiftKey) redo(); else undo();
      return;
    }
    if (control || event.altKey || (event.key === "Enter" && event.target.matches("button, a"))) return;
    const found = keys.find(([names]) => names.includes(key));
    if (found) {
      event.preventDefault();
      found[3]();
    }
  });
  byId("filters").addEventListener("change", (event) => {
    filter = event.target.value;
    sift();
  });
  let searchTimer = 0;
  byId("search").addEventListener("input", (event) => {
    clearTimeout(searchTimer);
    searchTimer = setTimeout(() => {
      const before = sought;
      sought = event.target.value.trim().toLowerCase();
      work.forEach((item) => { if (item.furnished && (before || fits(item))) paint(item); });
      sift();
    }, 120);
  });
  byId("undo").addEventListener("click", undo);
  byId("redo").addEventListener("click", redo);
  byId("next-flagged").addEventListener("click", () => step(1, isFlagged));
  byId("previous-flagged").addEventListener("click", () => step(-1, isFlagged));
  byId("download").addEventListener("click", download);
  byId("help").addEventListener("click", () => byId("keys").showModal());
  byId("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme === "dark";
    document.documentElement.dataset.theme = dark ? "light" : "dark";
  });
  byId("ui-locale").addEventListener("change", (event) => {
    locale = event.target.value;
    translate();
    build();
    count();
    sift();
  });
  addEventListener("beforeprint", () => work.forEach(paint));
  const saveNow = () => {
    closeEditor();
    if (unsaved) save();
  };
  addEventListener("pagehide", saveNow);
  addEventListener("beforeunload", (event) => {
    saveNow();
    if (unsaved) event.preventDefault();
  });

  const translate = () => {
    document.documentElement.lang = locale;
    document.querySelectorAll("[data-say]").forEach((element) => { element.textContent = say(element.dataset.say); });
    document.querySelectorAll("[data-label]").forEach((element) => element.setAttribute("aria-label", say(element.dataset.label)));
    byId("search").placeholder = say("Search in both columns");
    byId("locales").textContent = catalogues.locales[locale].join(" → ");
    byId("ui-locale").setAttribute("aria-label", say("Language"));
    byId("key-rows").replaceChildren(...[...keys.map(([, shown, what]) => [shown, what]), ...fixedKeys].map(([shown, what]) =>
      make("tr", {}, make("th", { scope: "row" }, make("kbd", { textContent: shown })), make("td", { textContent: say(what) }))));
  };

  document.documentElement.dataset.theme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  byId("ui-locale").append(...Object.entries(catalogues.names).map(([tag, name]) =>
    make("option", { value: tag, textContent: name, selected: tag === locale })));
  const header = document.querySelector("header");
  new ResizeObserver(() => {
    const covers = getComputedStyle(header).position === "sticky" ? header.offsetHeight : 0;
    document.documentElement.style.setProperty("--header", `${covers}px`);
  }).observe(header);
  restore();
  translate();
  build();
  count();
  sift();
  if (work.length) goTo(0, false);
  document.documentElement.dataset.ready = "yes";
})();
