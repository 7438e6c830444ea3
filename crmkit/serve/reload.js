// Reload this page when what the preview would show differs from what it shows.
(function () {
  "use strict";
  var seen = document.currentScript.dataset.seen, source = null;
  function close() { if (source) { source.close(); source = null; } }
  function watch() {
    // A browser keeps few connections to one host: only the tab that is looked at holds one.
    if (document.hidden) { close(); return; }
    if (source) { return; }
    source = new EventSource("/_serve/events?seen=" + seen + "&page=" + encodeURIComponent(location.pathname));
    source.addEventListener("reload", function () { close(); location.reload(); });
  }
  document.addEventListener("visibilitychange", watch);
  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", watch);
  watch();
})();
