// A deck in the browser: slides by reveal.js; on a phone, a page to read.

(() => {
  const SMALL = "(max-width: 640px), (max-height: 420px)"; // a phone, upright or on its side
  const paper = /print-pdf/.test(location.search);
  // The speaker's window shows slides in frames, of which the next one is no larger than a phone.
  const framed = /receiver/.test(location.search);
  const small = matchMedia(SMALL);
  if (!framed) small.addEventListener("change", () => location.reload());
  if (small.matches && !paper && !framed) return page();

  if (paper) {
    // `chromium --print-to-pdf` takes the page when it has loaded, and reveal.js lays out its pages
    // some frames later. Without the frames it is done in time.
    const frame = window.requestAnimationFrame;
    window.requestAnimationFrame = (callback) => queueMicrotask(callback);
    document.addEventListener("pdf-ready", () => { window.requestAnimationFrame = frame; });
  }
  measureUnscaled();
  keepKeys();
  document.addEventListener("pdf-ready", () =>
    document.querySelectorAll(".pdf-page section").forEach(fit),
  );
  // An explorable takes more room than its still did, and more again when its goals are met.
  const grown = new ResizeObserver((places) => {
    for (const { target } of places) {
      const slide = target.closest("section.present:not(.stack)");
      if (slide && slide.scrollHeight > 720) fit(slide);
    }
  });
  for (const place of document.querySelectorAll(".live")) grown.observe(place);
  const shown = ({ currentSlide, previousSlide }) => {
    fit(currentSlide);
    countDown(currentSlide, previousSlide);
  };
  Reveal.on("ready", shown);
  Reveal.on("slidechanged", shown);
  Reveal.initialize({
    width: 1280,
    height: 720,
    margin: 0,
    center: false,
    hash: true,
    // One key leads through everything: no slide below another can be missed.
    navigationMode: "linear",
    slideNumber: "c/t",
    transition: "none",
    backgroundTransition: "none",
    controlsTutorial: false,
    pdfSeparateFragments: false,
    pdfMaxPagesPerSlide: 1,
    scrollActivationWidth: null,
    plugins: [RevealNotes],
  });

  // A slide that holds a little too much gets a smaller picture, then smaller type, rather than be
  // cut off. What is still to come on it counts, so that nothing changes its size under the eyes.
  function fit(slide) {
    const overflows = () => slide.scrollHeight > 720;
    slide.classList.add("measured");
    slide.style.removeProperty("--picture");
    slide.style.removeProperty("--zoom");
    if (slide.querySelector(".shown img, .block > img")) {
      for (let height = 560; overflows() && height > 240; height -= 20) {
        slide.style.setProperty("--picture", `${height}px`);
      }
    }
    for (let zoom = 1; overflows() && zoom > 0.7; zoom -= 0.05) {
      slide.style.setProperty("--zoom", zoom);
    }
    slide.classList.remove("measured");
  }

  // The time to think ends with a word, on the screen and to a screen reader.
  function countDown(slide, before) {
    const end = (section, over) => {
      section.classList.toggle("over", over);
      section.querySelector(".time-up").textContent = over ? "Time is up. Now vote." : "";
    };
    clearTimeout(countDown.waiting);
    if (before?.querySelector(".timer")) end(before, false);
    const timer = slide.querySelector(".timer");
    if (!timer) return;
    end(slide, false);
    countDown.waiting = setTimeout(() => end(slide, true), 1000 * timer.dataset.seconds);
  }

  // reveal.js scales the slides to the screen. Explorables draw and follow the pointer in their own
  // pixels, as they do on a page that is not scaled: for them the scale is taken out.
  function measureUnscaled() {
    const scaled = Element.prototype.getBoundingClientRect;
    const scaleOf = (place) => scaled.call(place).width / place.offsetWidth || 1;
    Element.prototype.getBoundingClientRect = function () {
      const box = scaled.call(this);
      const place = this.closest(".live");
      if (!place) return box;
      const scale = scaleOf(place);
      return new DOMRect(box.x / scale, box.y / scale, box.width / scale, box.height / scale);
    };
    let pressed = null; // the place in which the pointer was pressed: a drag may leave it
    const unscale = (event) => {
      if (event.type === "pointerdown") pressed = event.target.closest?.(".live") ?? null;
      const place = event.target.closest?.(".live") ?? pressed;
      if (!place) return;
      const scale = scaleOf(place);
      const [x, y] = [event.clientX / scale, event.clientY / scale];
      Object.defineProperties(event, { clientX: { value: x }, clientY: { value: y } });
    };
    for (const kind of ["pointerdown", "pointermove", "pointerup", "pointercancel", "click"])
      window.addEventListener(kind, unscale, { capture: true });
    window.addEventListener("pointerup", () => (pressed = null));
  }

  // What is operated keeps its keys. Escape gives them back to the slides; so do the keys of a
  // lecturer's remote control.
  function keepKeys() {
    for (const place of document.querySelectorAll(".live")) {
      place.dataset.preventSwipe = "";
      place.addEventListener("keydown", (event) => {
        if (["Escape", "PageDown", "PageUp"].includes(event.key)) document.activeElement.blur();
        if (!["PageDown", "PageUp"].includes(event.key)) event.stopPropagation();
      });
    }
  }

  // On a phone: all slides below each other. An answer stays folded until it is asked for.
  function page() {
    document.documentElement.classList.add("as-page");
    for (const answer of document.querySelectorAll("section.answer")) {
      const folded = document.createElement("details");
      const line = document.createElement("summary");
      line.textContent = "Decided? Then look";
      folded.append(line, ...answer.childNodes);
      answer.append(folded);
    }
  }
})();
