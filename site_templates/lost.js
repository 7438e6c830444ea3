(function () {
  "use strict";
  var up = "";
  function seek() {
    var script = document.createElement("script");
    script.src = up + "static/site.js";
    script.onerror = function () { up += "../"; if (up.length < 30) seek(); };
    document.head.appendChild(script);
  }
  seek();
}());
