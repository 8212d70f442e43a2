// The definition of a word: shown while its link is pointed at or has focus, and by a first tap; the second tap follows it.
(() => {
  const LINKS = "a[data-nm-definition]";
  const tip = document.createElement("div");
  let owner = null;
  let leaving = 0;
  let opened = null;
  const hide = () => {
    if (owner) owner.removeAttribute("aria-describedby");
    owner = null;
    tip.hidden = true;
  };
  const show = (link) => {
    window.clearTimeout(leaving);
    if (owner && owner !== link) hide();
    owner = link;
    tip.textContent = link.dataset.nmDefinition;
    tip.hidden = false;
    const room = document.documentElement.clientWidth;
    const place = link.getClientRects()[0];
    tip.style.left = `${Math.max(8, Math.min(place.left, room - tip.offsetWidth - 8)) + window.scrollX}px`;
    const above = place.bottom + tip.offsetHeight + 8 > window.innerHeight && place.top > tip.offsetHeight + 8;
    tip.style.top = `${(above ? place.top - tip.offsetHeight - 4 : place.bottom + 4) + window.scrollY}px`;
    link.setAttribute("aria-describedby", tip.id);
  };
  // time to move the pointer onto the text itself
  const leave = () => {
    window.clearTimeout(leaving);
    leaving = window.setTimeout(hide, 300);
  };
  const start = () => {
    Object.assign(tip, { id: "nm-definition", className: "nm-definition", hidden: true });
    tip.setAttribute("role", "tooltip");
    document.body.append(tip);
    tip.addEventListener("pointerenter", () => window.clearTimeout(leaving));
    tip.addEventListener("pointerleave", leave);
    document.querySelectorAll(LINKS).forEach((link) => {
      link.addEventListener("pointerenter", (event) => event.pointerType !== "touch" && show(link));
      link.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && leave());
      link.addEventListener("pointerdown", (event) => (opened = event.pointerType === "touch" && owner !== link ? link : null));
      link.addEventListener("focus", () => show(link));
      link.addEventListener("blur", leave);
      link.addEventListener("click", (event) => {
        if (opened !== link) return;
        event.preventDefault();
        opened = null;
        show(link);
      });
    });
    document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
    document.addEventListener("pointerdown", (event) => !event.target.closest(`${LINKS}, .nm-definition`) && hide());
  };
  if (document.querySelector(LINKS)) start();
  else document.addEventListener("DOMContentLoaded", () => document.querySelector(LINKS) && start());
})();
