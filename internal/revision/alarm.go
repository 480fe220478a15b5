package revision

import (
	"cmp"
	"slices"
	"time"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
)

// Slags is a kind of alarm (06 §1.6).
type Slags string

// The alarms, gravest first.
const (
	Selv      Slags = "selv"                // somebody may have looked herself up
	Kollega   Slags = "kollega"             // somebody on the list of colleagues was looked up
	UdenGrund Slags = "nødadgang"           // a case was opened beyond the boundary
	VIP       Slags = "vip"                 // an object of the highest sensitivity was shown
	Foelsomt  Slags = "følsomt"             // an object under a KLE number the municipality guards was shown
	Gentaget  Slags = "gentaget"            // the same person looked the same citizen up many times
	Udenfor   Slags = "uden for arbejdstid" //
)

// Slagsene are all kinds, gravest first.
var Slagsene = []Slags{Selv, Kollega, UdenGrund, VIP, Foelsomt, Gentaget, Udenfor}

// Egenskab is what of a shown object an alarm looks at.
type Egenskab struct {
	KLE        string
	Foelsomhed oio.Foelsomhed
}

// Regler are what a municipality wants to be told of.
type Regler struct {
	Kolleger map[oio.Borgernoegle]string // the citizen, and the user she is at work
	Emner    adgang.Emner                // guarded KLE numbers
	Gentaget int                         // so many look-ups of one citizen by one user in a period are many; 0: never
	Fra, Til time.Duration               // working hours, from midnight; both zero: not asked
	Objekter map[oio.UUID]Egenskab       // of the objects in the entries, where known
}

// Alarm is an entry and what is odd about it.
type Alarm struct {
	Slags Slags
	Post  Post
	Antal int // of Gentaget: how many times
}

// opslag reports whether an entry is a look-up of a citizen by somebody else.
func opslag(p *Post) bool {
	switch p.Hvad {
	case LogLaest, LogUdtraek, EgenLog, Oprydning, Simuleret:
		return false
	}
	return p.Hvem != ""
}

// Alarmer are the alarms of a period's entries, gravest first and newest first in each kind. Entries may come in any order.
func (r *Regler) Alarmer(entries []Post) []Alarm {
	var alarms []Alarm
	type pair struct {
		who  string
		whom oio.Borgernoegle
	}
	times, newest := map[pair]int{}, map[pair]*Post{}
	for i := range entries {
		p := &entries[i]
		if !opslag(p) {
			continue
		}
		for _, kind := range r.enkelte(p) {
			alarms = append(alarms, Alarm{Slags: kind, Post: *p})
		}
		if p.Borger.IsZero() {
			continue
		}
		key := pair{p.Hvem, p.Borger}
		times[key]++
		if newest[key] == nil || newest[key].Nr < p.Nr {
			newest[key] = p
		}
	}
	for key, n := range times {
		if r.Gentaget > 0 && n >= r.Gentaget {
			alarms = append(alarms, Alarm{Slags: Gentaget, Post: *newest[key], Antal: n})
		}
	}
	slices.SortFunc(alarms, func(a, b Alarm) int {
		return cmp.Or(cmp.Compare(slices.Index(Slagsene, a.Slags), slices.Index(Slagsene, b.Slags)), cmp.Compare(b.Post.Nr, a.Post.Nr))
	})
	return alarms
}

// enkelte are the alarms one entry raises by itself.
func (r *Regler) enkelte(p *Post) []Slags {
	var kinds []Slags
	if user, listed := r.Kolleger[p.Borger]; listed && !p.Borger.IsZero() {
		if user == p.Hvem {
			kinds = append(kinds, Selv)
		} else {
			kinds = append(kinds, Kollega)
		}
	}
	if p.Roed() {
		kinds = append(kinds, UdenGrund)
	}
	vip, guarded := false, false
	for _, id := range p.Aabnet() {
		o, known := r.Objekter[id]
		vip = vip || known && o.Foelsomhed == oio.VIP
		guarded = guarded || known && r.Emner.Har(o.KLE)
	}
	if vip {
		kinds = append(kinds, VIP)
	}
	if guarded {
		kinds = append(kinds, Foelsomt)
	}
	if r.udenfor(p.Tid) {
		kinds = append(kinds, Udenfor)
	}
	return kinds
}

// udenfor reports whether a moment, in the zone it is given in, is at night or at a weekend.
func (r *Regler) udenfor(t time.Time) bool {
	if r.Fra == 0 && r.Til == 0 {
		return false
	}
	if day := t.Weekday(); day == time.Saturday || day == time.Sunday {
		return true
	}
	at := time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute
	return at < r.Fra || at >= r.Til
}

// Timer counts look-ups by hour of day, in the zone the times are given in.
func Timer(entries []Post) [24]int {
	var hours [24]int
	for i := range entries {
		if opslag(&entries[i]) {
			hours[entries[i].Tid.Hour()]++
		}
	}
	return hours
}

// Stikproeve draws n look-ups of a citizen at random, for a manager to look at; pick gives a random number below its argument. Fewer when there
// are no more.
func Stikproeve(entries []Post, n int, pick func(below int) int) []Post {
	var all []Post
	for i := range entries {
		if opslag(&entries[i]) && !entries[i].Borger.IsZero() {
			all = append(all, entries[i])
		}
	}
	for i := range all {
		j := i + pick(len(all)-i)
		all[i], all[j] = all[j], all[i]
	}
	all = all[:min(n, len(all))]
	slices.SortFunc(all, func(a, b Post) int { return cmp.Compare(b.Nr, a.Nr) })
	return all
}
