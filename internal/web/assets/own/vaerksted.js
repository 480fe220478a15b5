// Keys for the workbench. Everything they do is also a link, a box or a button on the page.
"use strict";

(() => {
	const one = (selector) => document.querySelector(selector);
	const rows = [...document.querySelectorAll("[data-raekke] .ib-navn-celle a")];
	let dialog;

	const typing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");

	function move(step) {
		if (rows.length > 0) {
			const at = rows.indexOf(document.activeElement);
			const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
			next.focus();
			next.scrollIntoView({ block: "nearest" });
			return true;
		}
		const link = one(step > 0 ? "[data-naeste]" : "[data-forrige]");
		link?.click();
		return Boolean(link);
	}

	function focus(selector) {
		const field = one(selector);
		field?.focus();
		field?.select?.();
		return Boolean(field);
	}

	function help() {
		const source = one("[data-taster] dl");
		if (!source) {
			return false;
		}
		if (!dialog) {
			dialog = document.createElement("dialog");
			dialog.className = "ib-dialog";
			dialog.setAttribute("aria-label", "Taster");
			dialog.append(source.cloneNode(true));
			const close = document.createElement("button");
			close.type = "button";
			close.className = "button button-secondary";
			close.textContent = "Luk";
			close.addEventListener("click", () => dialog.close());
			dialog.append(close);
			document.body.append(dialog);
		}
		dialog.showModal();
		return true;
	}

	function choose(number) {
		const radio = one(`[data-forslag] input[data-nr="${number}"]:not([disabled])`);
		if (radio) {
			radio.checked = true;
			radio.focus();
		}
		return Boolean(radio);
	}

	function decide(event) {
		if (event.target.closest("a, button, summary") || rows.length > 0) {
			return false;
		}
		const button = one("[data-beslut]");
		button?.click();
		return Boolean(button);
	}

	const keys = {
		ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: decide,
		n: () => focus("[data-ikke]"), a: () => focus("[data-afklaring]"), "/": () => focus("[data-soeg]"), "?": help,
		z: () => { const undo = one("[data-fortryd]"); undo?.click(); return Boolean(undo); },
	};

	document.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open || typing(event.target)) {
			return;
		}
		const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
		const action = /^[1-5]$/.test(key) ? () => choose(key) : keys[key];
		if (action?.(event)) {
			event.preventDefault();
		}
	});

	document.querySelectorAll("form[method=post]").forEach((form) => {
		let sent = false;
		form.addEventListener("submit", (event) => {
			if (sent) {
				event.preventDefault();
			}
			sent = true;
		});
	});

	const box = one("#alle");
	box?.addEventListener("change", () => document.querySelectorAll("[data-raekke] input[type=checkbox]").forEach((b) => { b.checked = box.checked; }));
})();
