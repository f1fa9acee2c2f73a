function (roots, film) {
  const path = (flat) => {
    let d = "";
    for (let i = 0; i < flat.length; i += 2) d += (i ? "L" : "M") + flat[i] + " " + flat[i + 1];
    return d;
  };
  const spots = (flat) => {
    let d = "";
    for (let i = 0; i < flat.length; i += 2) d += "M" + flat[i] + " " + flat[i + 1] + "h0";
    return d;
  };
  const squares = (fixed, [x0, y0, x1, y1]) => {
    let d = "";
    for (let i = 0; i < fixed.length; i += 2) {
      const foot = y0 + ((y1 - y0) * (fixed[i] - x0)) / (x1 - x0);
      const side = Math.abs(fixed[i + 1] - foot);
      d += "M" + fixed[i] + " " + fixed[i + 1] + "V" + foot + "h" + side + "V" + fixed[i + 1] + "Z";
    }
    return d;
  };
  const place = (part, frame) => part.at ? part.at[frame] : part.x.flatMap((x, i) => [x, part.y[frame][i]]);
  const places = (part, first, end) => {
    const found = [];
    for (let frame = first; frame < end; frame++) found.push(place(part, frame));
    return found;
  };
  const shape = (number, first, frame) => {
    const part = film.parts[number];
    switch (part.kind) {
      case "trail": return places(part, first, frame).map(path).join("");
      case "path": return path(places(part, first, frame + 1).flat());
      case "dots": return spots(places(part, first, frame + 1).flat());
      case "dot": return spots(place(part, frame));
      case "squares": return squares(part.fixed, place(film.parts[number - 1], frame));
      default: return path(place(part, frame));
    }
  };
  const wire = (root) => {
    if (root.dataset.wired) return;
    root.dataset.wired = "yes";
    const knobs = [...root.querySelectorAll("input")];
    const button = root.querySelector("button");
    const last = knobs[knobs.length - 1];
    const draw = () => {
      const set = knobs.map((knob) => Number(knob.value));
      const first = knobs.length > 1 ? set[0] * film.steps : 0;
      const frame = first + set[set.length - 1];
      const labels = set.map((place, i) => film.labels[i][place]);
      film.parts.forEach((_, i) => {
        root.querySelector(`[data-part="${i}"]`).setAttribute("d", shape(i, first, frame));
      });
      const said = film.titles.map(({ words, values }, i) => {
        const text = words.replace("{0}", labels[0]).replace("{1}", labels[labels.length - 1]).replace("{v}", values && values[frame]);
        root.querySelector(`[data-title="${i}"]`).textContent = text;
        return text;
      });
      if (film.score) {
        const value = film.score.values[frame];
        const score = root.querySelector(".ag-score");
        said.push((score.textContent = `${film.score.name} ${value.toFixed(value < 1000 ? 1 : 0)}`));
        score.classList.toggle("ag-won", value < film.score.below);
      }
      knobs.forEach((knob, i) => {
        knob.nextElementSibling.textContent = labels[i];
        knob.setAttribute("aria-valuetext", [labels[i], ...said].join(", "));
      });
    };
    let timer = 0;
    const stop = () => {
      clearInterval(timer);
      timer = 0;
      if (button) button.textContent = "▶ play";
    };
    const play = () => {
      if (Number(last.value) >= film.steps - 1) last.value = 0;
      if (button) button.textContent = "❚❚ stop";
      draw();
      timer = setInterval(() => {
        if (!root.isConnected) return stop();
        last.value = Number(last.value) + 1;
        draw();
        if (Number(last.value) >= film.steps - 1) stop();
      }, film.pace);
    };
    knobs.forEach((knob) => knob.addEventListener("input", () => { stop(); draw(); }));
    if (button) button.addEventListener("click", () => (timer ? stop() : play()));
    draw();
    const calm = window.matchMedia && matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (calm || Date.now() - film.made > 600000 || !window.IntersectionObserver) return;
    last.value = 0;
    draw();
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      seen.disconnect();
      if (!timer && last.value === "0") play();
    }, { threshold: 0.5 });
    seen.observe(root);
  };
  roots.forEach(wire);
}
