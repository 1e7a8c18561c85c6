// Widgets without a kernel. Each `.live` place holds its widget's traits; its script gets a model
// with the same methods that JupyterLab's has, and draws into the place. `live.py` writes the places.

(() => {
  const decoded = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  const view = (text) => new DataView(decoded(text).buffer);

  // A module for each script of the page, imported when a place first needs it.
  const sources = [...document.querySelectorAll("script.live-module")];
  const imported = new Map();
  const load = (number) => {
    if (!imported.has(number)) {
      const blob = new Blob([sources[number].textContent], { type: "text/javascript" });
      imported.set(number, import(URL.createObjectURL(blob)));
    }
    return imported.get(number);
  };

  // What a reader answered and reached, where the browser keeps such things.
  const storage = {
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key)) ?? {};
      } catch {
        return {}; // private windows and locked-down browsers: it is forgotten with the page
      }
    },
    write(key, value) {
      try {
        localStorage.setItem(key, JSON.stringify(value));
      } catch {
        // as above
      }
    },
  };

  function modelOf(place, told) {
    const state = told.state;
    for (const [path, text] of told.bytes) {
      const last = path.at(-1);
      path.slice(0, -1).reduce((part, step) => part[step], state)[last] = view(text);
    }
    const mine = (told.remembered ?? []).filter((name) => name in state);
    const first = Object.fromEntries(mine.map((name) => [name, state[name]]));
    const keptOf = () => {
      const kept = told.key ? storage.read(told.key) : {};
      const fits = (name) => typeof kept[name] === typeof first[name];
      return Object.fromEntries(mine.map((name) => [name, fits(name) ? kept[name] : first[name]]));
    };
    Object.assign(state, keptOf());
    let heard = [];
    const tell = (elsewhere = false) =>
      place.dispatchEvent(new CustomEvent("live-change", { bubbles: true, detail: { elsewhere } }));
    const change = (values) => {
      const changed = Object.keys(values).filter((key) => state[key] !== values[key]);
      Object.assign(state, values);
      const events = changed.map((key) => `change:${key}`);
      for (const [names, call] of [...heard])
        if (names.split(" ").some((one) => events.includes(one))) call();
      return changed;
    };
    // In another tab of this page; or in this one, loaded again before what it kept had arrived.
    window.addEventListener("storage", ({ key }) => {
      if (key === told.key && change(keptOf()).length) tell(true);
    });
    const model = {
      get: (name) => state[name],
      set(name, value) {
        const changed = change(typeof name === "string" ? { [name]: value } : name);
        if (!changed.some((key) => mine.includes(key))) return;
        if (told.key) {
          storage.write(told.key, Object.fromEntries(mine.map((key) => [key, state[key]])));
        }
        tell();
      },
      on: (names, call) => heard.push([names, call]),
      off: (names, call) => (heard = heard.filter((one) => call && one[1] !== call)),
      save_changes() {},
      send() {},
    };
    return model;
  }

  // The stand-in answers in the kernel's place: to messages, and to traits that are set.
  async function stand(model, { module, material }) {
    const given = Object.entries(material).map(([name, value]) => [
      name,
      value?.base64 === undefined ? value : view(value.base64),
    ]);
    const { default: standIn } = await load(module);
    model.send = standIn(model, Object.fromEntries(given));
  }

  async function enliven(place) {
    const told = JSON.parse(place.querySelector(".live-state").textContent);
    const model = modelOf(place, told);
    const el = document.createElement("div");
    try {
      const { default: widget } = await load(told.module);
      place.append(el);
      widget.render({ model, el });
      if (told.alone) await stand(model, told.alone);
    } catch (error) {
      el.remove(); // the still stays
      console.error(error);
      return;
    }
    place.querySelector(".still").remove();
    fitIn(place, el);
    place.liveModel = model;
    place.classList.add("lives");
    place.dispatchEvent(new CustomEvent("live-change", { bubbles: true, detail: {} }));
  }

  // Headings continue the page's own; of two regions of one name the second has a number.
  function fitIn(place, el) {
    const all = [...document.querySelectorAll("h1, h2, h3, h4")];
    const above = all.filter((one) => one.compareDocumentPosition(el) & 4 && !one.closest(".live"));
    const level = above.length ? Number(above.at(-1).tagName[1]) + 1 : 2;
    for (const heading of el.querySelectorAll("h4")) {
      heading.setAttribute("role", "heading");
      heading.setAttribute("aria-level", String(level));
    }
    const region = el.querySelector("[role=region][aria-label]");
    if (!region) return;
    const name = region.getAttribute("aria-label");
    const number = /-(\d+)$/.exec(place.dataset.name);
    if (number) region.setAttribute("aria-label", `${name} ${number[1]}`);
  }

  // Those in sight first; the others one by one, so that the page can be scrolled and clicked.
  async function enlivenAll() {
    const places = [...document.querySelectorAll(".live")];
    const far = (place) => {
      const { top, bottom, width } = place.getBoundingClientRect();
      return width && bottom > 0 && top < innerHeight ? 0 : 1;
    };
    for (const place of places.sort((a, b) => far(a) - far(b))) {
      await enliven(place);
      await new Promise((next) => setTimeout(next));
    }
    document.documentElement.dataset.live = String(places.length);
  }

  enlivenAll();
})();
