// Light or dark before anything is drawn, as the reader chose last; a browser that keeps nothing gets its system's choice.
(() => {
  const root = document.documentElement;
  const kept = (name) => {
    try {
      return window.localStorage.getItem(name);
    } catch {
      return null;
    }
  };
  root.dataset.mode = kept("mode") || "auto";
  root.dataset.theme = kept("theme") || "auto";
})();
