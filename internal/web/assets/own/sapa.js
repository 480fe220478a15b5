// Keys for a caseworker: / to the search field (or the search page), j and k through the rows, Enter opens, h hops to the source system.
(function () {
	"use strict";
	var at = -1;
	function rows() { return Array.prototype.slice.call(document.querySelectorAll("main .ib-tabel tbody tr, main .ib-personer > li")); }
	function move(step) {
		var all = rows();
		if (all.length === 0) { return; }
		if (at >= 0 && all[at]) { all[at].classList.remove("ib-peget"); }
		at = Math.min(Math.max(at + step, 0), all.length - 1);
		all[at].classList.add("ib-peget");
		var link = all[at].querySelector("a");
		if (link) { link.focus(); }
		all[at].scrollIntoView({ block: "nearest" });
	}
	document.addEventListener("keydown", function (e) {
		var in_field = /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName);
		if (in_field || e.ctrlKey || e.metaKey || e.altKey) { return; }
		if (e.key === "/") {
			var field = document.getElementById("soeg");
			e.preventDefault();
			if (field) { field.focus(); } else { window.location.assign("/sapa"); }
		} else if (e.key === "j") {
			move(1);
		} else if (e.key === "k") {
			move(-1);
		} else if (e.key === "h") {
			var hop = document.querySelector("a[data-hop]");
			if (hop) { hop.click(); }
		}
	});
}());
