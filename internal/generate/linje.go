package generate

import (
	"strconv"
	"strings"
	"sync"
)

// Lines are appended piece by piece: at millions of them, reflection would be most of the time.

func quote(s string) string {
	b, err := appendJSON(nil, []string{s})
	if err != nil {
		panic(err) // a string always encodes
	}
	return strings.TrimSuffix(string(b), "\n")
}

func quoteAll(of []string) []string {
	out := make([]string, len(of))
	for i, s := range of {
		out[i] = quote(s)
	}
	return out
}

var (
	maengdeTid = quoteAll([]string{
		"1 gang/uge", "2 gange/uge", "dagligt", "2 x dgl.", "3 x dgl.", "hver 14. dag", "30 min. 2 g/uge", "1 t/uge",
		"efter behov", "12 uger", "8 gange", "1 gang/md",
	})
	maengdeTing  = quoteAll([]string{"1 stk.", "1 stk.", "2 stk.", "1 par", "1 pk./md", "udlån"})
	maengdePenge = quoteAll([]string{"pr. måned", "engangsbeløb", "pr. kvartal", "efter regning"})
)

var navneJSON = sync.OnceValue(func() []string {
	var out []string
	for _, first := range fornavne {
		for _, last := range efternavne {
			out = append(out, quote(first+" "+last))
		}
	}
	return out
})

// appendID appends an identifier with the number padded to eight digits: never ten in a row, which could be taken for a
// personal number.
func appendID(b []byte, prefix string, nr int) []byte {
	b = append(b, prefix...)
	b = append2(b, nr/1000000%100)
	b = append2(b, nr/10000%100)
	b = append2(b, nr/100%100)
	return append2(b, nr%100)
}

func (f *fabrik) appendDato(b []byte, felt string, day int) []byte {
	b = append(b, `,"`...)
	b = append(b, felt...)
	if day == 0 {
		return append(b, `":null`...)
	}
	b = append(b, `":"`...)
	b = append(b, f.k.string(day)...)
	return append(b, '"')
}

func appendFelt(b []byte, felt, quoted string) []byte {
	b = append(b, `,"`...)
	b = append(b, felt...)
	b = append(b, `":`...)
	return append(b, quoted...)
}

func appendVersion(b []byte, version int) []byte {
	return strconv.AppendInt(append(b, `","version":`...), int64(version), 10)
}

func (f *fabrik) appendSag(b []byte, s *sag, who *borger, version int) []byte {
	b = appendVersion(appendID(append(b, `{"type":"sag","id":"`...), "s-", s.nr), version)
	b = appendFelt(b, "sagstype", s.st.idJSON)
	b = append(append(append(b, `,"cpr":"`...), who.cpr...), '"')
	if who.navn != "" {
		b = appendFelt(b, "partNavn", who.navn)
	}
	b = appendFelt(b, "titel", s.titel)
	b = appendFelt(b, "enhed", s.enhed.idJSON)
	b = f.appendDato(b, "oprettet", s.oprettet)
	b = f.appendDato(b, "afsluttet", s.afsluttet)
	if s.sagsnummer {
		b = append(append(b, `,"sagsnummer":"`...), f.k.string(s.oprettet)[:5]...)
		b = append2(append2(append2(b, s.nr/10000%100), s.nr/100%100), s.nr%100)
		b = append(b, '"')
	}
	if s.foelsomhed != "" {
		b = append(append(append(b, `,"foelsomhed":"`...), s.foelsomhed...), '"')
	}
	if s.oplyst != 0 {
		b = f.appendFremdrift(b, s)
	}
	if s.registreret {
		b = f.appendRegistreret(b, s.oprettet)
	}
	return append(b, '}', '\n')
}

func (f *fabrik) appendFremdrift(b []byte, s *sag) []byte {
	b = append(b, `,"fremdrift":[`...)
	for i, state := range [...]struct {
		status string
		day    int
	}{{"Opstaaet", s.oprettet}, {"Oplyst", s.oplyst}, {"Afgjort", s.afgjort}, {"Afsluttet", s.afsluttet}} {
		if state.day == 0 {
			continue
		}
		if i > 0 {
			b = append(b, ',')
		}
		b = append(append(append(b, `{"status":"`...), state.status...), '"')
		b = append(f.appendDato(b, "fra", state.day), '}')
	}
	return append(b, ']')
}

func (f *fabrik) appendRegistreret(b []byte, day int) []byte {
	b = append(append(b, `,"registreret":"`...), f.k.string(day)...)
	return append(b, `T08:15:00Z"`...)
}

func (f *fabrik) appendBevilling(b []byte, v *bevilling, version int) []byte {
	b = appendVersion(appendID(append(b, `{"type":"bevilling","id":"`...), "b-", v.nr), version)
	b = append(appendID(append(b, `,"sag":"`...), "s-", v.sag.nr), '"')
	b = appendFelt(b, "ydelse", v.ydelse.idJSON)
	if v.enhed != nil {
		b = appendFelt(b, "enhed", v.enhed.idJSON)
	}
	b = f.appendDato(b, "fra", v.fra)
	b = f.appendDato(b, "til", v.til)
	b = appendFelt(b, "maengde", v.maengde)
	if v.kroner != 0 {
		b = append(strconv.AppendInt(append(b, `,"beloeb":"`...), int64(v.kroner), 10), `.00"`...)
	} else {
		b = append(b, `,"beloeb":null`...)
	}
	if v.registreret {
		b = f.appendRegistreret(b, v.fra)
	}
	return append(b, '}', '\n')
}

func appendSlet(b []byte, objekt, prefix string, nr, version int) []byte {
	b = append(append(append(b, `{"type":"slet","objekt":"`...), objekt...), `","id":"`...)
	return append(appendVersion(appendID(b, prefix, nr), version), '}', '\n')
}
