package program

import (
	"net/http"
	"time"

	ics "github.com/arran4/golang-ical"

	"indeksbro/internal/forloeb"
	"indeksbro/internal/oio"
	"indeksbro/internal/web"
)

// kalender is the programme's days for a calendar: sessions and deadlines, and nothing else (R121).
func (s *Sider) kalender(w http.ResponseWriter, r *http.Request, _ web.Identitet) error {
	f, err := s.Motor.Forloeb(r.Context())
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="programmet.ics"`)
	w.Header().Set("Cache-Control", "no-store")
	return icalendar(f, string(s.Motor.Kommune), s.base(r), s.Nu()).SerializeTo(w, ics.WithNewLineWindows)
}

// abonnement is the same for calendar programs, which cannot log in: they have the secret address. A wrong one is an address that does not exist.
func (s *Sider) abonnement(w http.ResponseWriter, r *http.Request, id web.Identitet) error {
	known, err := s.Motor.Abonnent(r.Context(), r.PathValue("noegle"))
	if err != nil {
		return err
	}
	if !known {
		return findesIkke()
	}
	return s.kalender(w, r, id)
}

// icalendar is RFC 5545. A day is one without hours, so that no time zone moves it.
func icalendar(f *forloeb.Forloeb, kommune, base string, now time.Time) *ics.Calendar {
	c := ics.NewCalendarFor("Indeksbro")
	c.SetMethod(ics.MethodPublish)
	c.SetName("Cura på indekserne")
	c.SetXWRCalName("Cura på indekserne")
	c.SetRefreshInterval("PT12H", ics.WithValue("DURATION"))
	for _, b := range f.Begivenheder() {
		e := c.AddEvent(b.Noegle + "@" + kommune + ".indeksbro")
		e.SetDtStampTime(now)
		e.SetAllDayStartAt(utc(b.Dato))
		e.SetAllDayEndAt(utc(b.Dato.AddDays(1)))
		e.SetSummary(b.Navn)
		e.SetURL(base + b.Side)
		e.SetTimeTransparency(ics.TransparencyTransparent)
	}
	return c
}

// utc is a day at midnight in the zone the library writes days of.
func utc(d oio.Dato) time.Time {
	year, month, day := d.Parts()
	return time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}
