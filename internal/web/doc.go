// Package web serves the readers as pages: the way in (/), the caseworker's overview (/sapa, S8), the citizen's own page (/borger,
// S9) and the accessibility statement, with net/http, templ and Det Fælles Designsystem (S25, 06, 09 §7).
//
// It promises that a citizen's page is asked for by her own key and by nothing in the request (R112); that a caseworker's look-up
// is on record before it is shown, and not shown when that fails (R116); that no address, header, title or log line holds a CPR
// number; and that everything works without JavaScript. It decides nothing about content: packages borger and sapa do.
package web
