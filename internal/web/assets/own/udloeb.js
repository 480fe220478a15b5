// Says two minutes before that one will be logged out, and lets her stay without leaving what she is writing.
"use strict";

(() => {
	const form = document.querySelector("[data-udloeb]");
	const clock = form.querySelector("[data-udloeb-klokken]");
	const warning = form.querySelector("[data-udloeb-varsel]");
	const button = form.querySelector("button");
	const before = 120;
	let end = Date.now() + Number(form.dataset.udloeb) * 1000;
	let timer;

	function tick() {
		const left = Math.round((end - Date.now()) / 1000);
		if (left <= 0) {
			warning.textContent = form.dataset.ude;
			button?.remove();
			return;
		}
		if (left > before) {
			warning.textContent = "";
			timer = setTimeout(tick, Math.min((left - before) * 1000, 2 ** 30));
			return;
		}
		const say = button?.isConnected ? form.dataset.snart : form.dataset.sidst;
		if (warning.textContent !== say) {
			warning.textContent = say; // once: a reader that reads aloud says it each time it changes
		}
		timer = setTimeout(tick, left * 1000);
	}

	form.addEventListener("submit", async (event) => {
		event.preventDefault();
		try {
			const answer = await fetch(form.action, { method: "POST", headers: { Accept: "application/json" }, credentials: "same-origin" });
			if (!answer.ok) {
				throw new Error(answer.status);
			}
			const told = await answer.json();
			end = Date.now() + told.om * 1000;
			clock.textContent = told.klokken;
			if (told.endelig) {
				button?.remove();
			}
		} catch {
			form.submit(); // the page says what is wrong
			return;
		}
		clearTimeout(timer);
		warning.textContent = "";
		tick();
	});
	tick();
})();
