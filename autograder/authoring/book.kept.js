// What a reader's browser keeps, the theme and what was answered, and how all pages have the same.
//
// The pages of a site share what they keep. Those of a folder on the disk need not: whether two files
// are of one origin is left to the browser, and in Firefox each has one of its own ("null"), and so a
// storage of its own. There a page holds `kept.html` in a frame, which is the same file for all, with
// one storage; the page's own is a copy, which is there before anything is drawn. What comes from
// other pages is said as a browser says it: with the event "storage".

const kept = (() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // a private window: nothing is kept
    }
  };
  const copy = (key, value) => {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    } catch {
      // as above
    }
  };
  const keys = () => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith("nnw/"));
    } catch {
      return [];
    }
  };

  const announce = (key) =>
    dispatchEvent(new StorageEvent("storage", { key, newValue: read(key) }));

  const alone = location.protocol === "file:" && location.origin === "null";
  const frame = alone ? document.createElement("iframe") : null;
  const early = {}; // what was written before the frame was there
  let sent = 0;
  const say = (message) => {
    sent += 1;
    frame.contentWindow.postMessage(message, "*");
  };
  const share = (key) => {
    if (!frame) return;
    if (sent) say({ put: { [key]: read(key) } });
    else early[key] = read(key);
  };

  if (frame) {
    frame.hidden = true;
    frame.src = "kept.html";
    frame.addEventListener("load", () => {
      const own = Object.fromEntries(keys().map((key) => [key, read(key)]));
      say({ name: location.pathname, own, put: early });
    });
    addEventListener("message", ({ source, data }) => {
      // What was said before the last of our own words is old.
      if (source !== frame.contentWindow || data.heard !== sent) return;
      for (const key of new Set([...keys(), ...Object.keys(data.kept)])) {
        const value = data.kept[key] ?? null;
        if (read(key) === value) continue;
        copy(key, value);
        announce(key);
      }
    });
    document.body.append(frame);
  }
  // The way back leads to a page as it was left: it has heard nothing since.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    for (const key of keys()) announce(key);
    if (frame) say({ put: {} });
  });

  return {
    read,
    keys,
    share, // what else wrote into this page's storage
    write(key, value) {
      copy(key, value);
      share(key);
    },
    forget(key) {
      copy(key, null);
      share(key);
    },
  };
})();
