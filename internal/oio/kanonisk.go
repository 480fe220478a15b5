package oio

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// Canonical is the one form in which objects are fingerprinted, compared and kept: JSON in field order, without times of
// registration. It contains the citizen's number in clear, so seal it before it rests anywhere.
func Canonical(o Objekt) ([]byte, error) {
	if f, known := o.(formet); known {
		k := kanon{skriver: true, ud: make([]byte, 0, 1536)}
		if f.form(&k); !k.fejl {
			return k.ud, nil
		}
	}
	b, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("canonical form of %s %s: %w", o.ObjektArt(), o.Identitet(), err)
	}
	return b, nil
}

// ParseCanonical is the inverse of Canonical. What has the same meaning in another order or spacing is read too.
func ParseCanonical(art Art, b []byte) (Objekt, error) {
	o := nytObjekt(art)
	if o == nil {
		return nil, fmt.Errorf("no object of kind %d", art)
	}
	k := kanon{ind: string(b)}
	if o.form(&k); k.fejl || k.ind != "" {
		o = nytObjekt(art)
		if err := json.Unmarshal(b, o); err != nil {
			return nil, fmt.Errorf("stored %s cannot be read", art)
		}
	}
	return o, nil
}

func nytObjekt(art Art) formet {
	switch art {
	case ArtSag:
		return &Sag{}
	case ArtBevilling:
		return &Bevilling{}
	case ArtDokument:
		return &Dokument{}
	case ArtEffektuering:
		return &Effektuering{}
	}
	return nil
}

// formet is an object whose canonical form is told once, for writing and for reading. The form is what encoding/json makes of the type, which a
// test holds; it is written out here because a page opens hundreds of objects, and finding every field anew by its name was most of its time.
type formet interface {
	Objekt
	form(k *kanon)
}

// kanon writes or reads a canonical form. After fejl nothing of it may be used: encoding/json does it then.
type kanon struct {
	skriver bool
	fejl    bool
	ud      []byte
	ind     string // what is left to read; texts are parts of it
}

// ord is what stands between the values.
func (k *kanon) ord(text string) {
	if k.skriver {
		k.ud = append(k.ud, text...)
		return
	}
	rest, found := strings.CutPrefix(k.ind, text)
	if k.ind = rest; !found {
		k.fejl = true
	}
}

// maaske reports whether a field that may be left out is there, and goes past its name.
func (k *kanon) maaske(name string, given bool) bool {
	if !k.skriver {
		given = strings.HasPrefix(k.ind, name)
	}
	if given {
		k.ord(name)
	}
	return given
}

func (k *kanon) tekst(name string, s *string) {
	k.ord(name)
	if k.skriver {
		k.skrivTekst(*s)
	} else {
		*s = k.laesTekst()
	}
}

func (k *kanon) tekstMaaske(name string, s *string) {
	if k.maaske(name, *s != "") {
		k.tekst("", s)
	}
}

func (k *kanon) skrivTekst(s string) {
	for _, r := range s {
		if r < ' ' || r == '"' || r == '\\' || r == '<' || r == '>' || r == '&' || r == '\u2028' || r == '\u2029' || r == utf8.RuneError {
			quoted, err := json.Marshal(s)
			k.fejl = k.fejl || err != nil
			k.ud = append(k.ud, quoted...)
			return
		}
	}
	k.ud = append(append(append(k.ud, '"'), s...), '"')
}

// laesTekst reads a text; one with escapes is left to encoding/json.
func (k *kanon) laesTekst() string {
	if !strings.HasPrefix(k.ind, `"`) {
		k.fejl = true
		return ""
	}
	plain, ascii := true, true
	for i := 1; i < len(k.ind); i++ {
		switch c := k.ind[i]; {
		case c == '"':
			whole := k.ind[:i+1]
			k.ind = k.ind[i+1:]
			text := whole[1:i]
			if !plain {
				k.fejl = json.Unmarshal([]byte(whole), &text) != nil || k.fejl
			} else if !ascii && !utf8.ValidString(text) {
				k.fejl = true
			}
			return text
		case c == '\\':
			plain = false
			i++
		case c < ' ':
			k.fejl = true
			return ""
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	k.fejl = true
	return ""
}

func (k *kanon) uuid(name string, u *UUID) {
	k.ord(name)
	if k.skriver {
		k.ud = append(k.ud, '"')
		if !u.IsZero() {
			k.ud, _ = u.AppendText(k.ud)
		}
		k.ud = append(k.ud, '"')
		return
	}
	if text := k.laesTekst(); text != "" {
		id, err := ParseUUID(text)
		*u, k.fejl = id, k.fejl || err != nil
	}
}

func (k *kanon) dato(name string, d *Dato) {
	k.ord(name)
	if k.skriver {
		k.fejl = k.fejl || *d < 0 || *d > 99991231 // no such day: whatever encoding/json makes of it
		k.ud = append(d.tilfoej(append(k.ud, '"')), '"')
		return
	}
	if text := k.laesTekst(); text != "" {
		day, err := ParseDato(text)
		*d, k.fejl = day, k.fejl || err != nil
	}
}

func (k *kanon) foelsomhed(name string, f *Foelsomhed) {
	text := ""
	if k.skriver {
		text = f.String()
	}
	k.tekst(name, &text)
	if !k.skriver && text != "" {
		step, err := ParseFoelsomhed(text)
		*f, k.fejl = step, k.fejl || err != nil
	}
}

func (k *kanon) virkning(name string, v *Virkning) {
	k.ord(name)
	k.dato(`{"fra":`, &v.Fra)
	if k.maaske(`,"til":`, v.Til != 0) {
		k.dato("", &v.Til)
	}
	k.ord("}")
}

func (k *kanon) aktoer(name string, a *Aktoer) {
	k.ord(name)
	k.uuid(`{"uuid":`, &a.UUID)
	k.tekst(`,"navn":`, &a.Navn)
	k.tekst(`,"cvr":`, (*string)(&a.CVR))
	k.ord("}")
}

func (k *kanon) part(name string, p *Part) {
	k.ord(name)
	digits := ""
	if k.skriver {
		digits = p.CPR.Digits()
	}
	k.tekst(`{"cpr":`, &digits)
	if !k.skriver && digits != "" { // a company, or nobody, has none: other systems deliver such
		cpr, err := ParseCPR(digits)
		p.CPR, k.fejl = cpr, k.fejl || err != nil
	}
	k.tekst(`,"navn":`, &p.Navn)
	k.ord("}")
}

func (k *kanon) klasse(name string, c *Klasse) {
	k.ord(name)
	k.uuid(`{"uuid":`, &c.UUID)
	k.tekst(`,"noegle":`, &c.Noegle)
	k.tekstMaaske(`,"titel":`, &c.Titel)
	c.Stedfortraeder = k.maaske(`,"stedfortraeder":true`, c.Stedfortraeder)
	k.ord("}")
}

func (k *kanon) system(name string, s *ITSystem) {
	k.ord(name)
	k.uuid(`{"uuid":`, &s.UUID)
	k.tekst(`,"navn":`, &s.Navn)
	k.ord("}")
}

func (k *kanon) fremdrift(name string, list *[]Fremdrift) {
	k.ord(name)
	if k.maaske("null", *list == nil) {
		return
	}
	k.ord("[")
	if !k.skriver {
		*list = make([]Fremdrift, 0, 4)
	}
	for i := 0; !k.fejl && !k.maaske("]", i == len(*list)); i++ {
		if !k.skriver {
			*list = append(*list, Fremdrift{})
		}
		if i > 0 {
			k.ord(",")
		}
		k.tekst(`{"status":`, &(*list)[i].Status)
		k.virkning(`,"virkning":`, &(*list)[i].Virkning)
		k.ord("}")
	}
}

func (s *Sag) form(k *kanon) {
	k.uuid(`{"uuid":`, &s.UUID)
	k.tekst(`,"noegle":`, &s.Noegle)
	k.tekst(`,"titel":`, &s.Titel)
	k.foelsomhed(`,"foelsomhed":`, &s.Foelsomhed)
	k.dato(`,"oprettet":`, &s.Oprettet)
	k.fremdrift(`,"fremdrift":`, &s.Fremdrift)
	k.aktoer(`,"ejer":`, &s.Ejer)
	k.aktoer(`,"ansvarlig":`, &s.Ansvarlig)
	k.part(`,"part":`, &s.Part)
	k.klasse(`,"kle":`, &s.KLE)
	k.klasse(`,"facet":`, &s.Facet)
	k.system(`,"system":`, &s.System)
	k.ord("}")
}

func (b *Bevilling) form(k *kanon) {
	k.uuid(`{"uuid":`, &b.UUID)
	k.tekst(`,"noegle":`, &b.Noegle)
	k.foelsomhed(`,"foelsomhed":`, &b.Foelsomhed)
	k.tekst(`,"ydelseId":`, &b.YdelseID)
	k.tekst(`,"navn":`, &b.Navn)
	k.tekstMaaske(`,"maengde":`, &b.Maengde)
	k.virkning(`,"periode":`, &b.Periode)
	k.aktoer(`,"ejer":`, &b.Ejer)
	k.aktoer(`,"ansvarlig":`, &b.Ansvarlig)
	k.part(`,"part":`, &b.Part)
	k.uuid(`,"sag":`, &b.Sag)
	k.tekst(`,"sagNoegle":`, &b.SagNoegle)
	k.tekst(`,"sagTitel":`, &b.SagTitel)
	if k.maaske(`,"ydelsestype":`, b.Ydelsestype != Klasse{}) {
		k.klasse("", &b.Ydelsestype)
	}
	k.tekst(`,"ydelsesnavn":`, &b.Ydelsesnavn)
	k.tekstMaaske(`,"art":`, &b.Art)
	k.klasse(`,"kle":`, &b.KLE)
	k.system(`,"system":`, &b.System)
	k.ord("}")
}

func (d *Dokument) form(k *kanon) {
	k.uuid(`{"uuid":`, &d.UUID)
	k.tekst(`,"noegle":`, &d.Noegle)
	k.tekst(`,"titel":`, &d.Titel)
	k.tekst(`,"type":`, &d.Type)
	k.foelsomhed(`,"foelsomhed":`, &d.Foelsomhed)
	if k.maaske(`,"brevdato":`, d.BrevDato != 0) {
		k.dato("", &d.BrevDato)
	}
	k.aktoer(`,"ejer":`, &d.Ejer)
	k.aktoer(`,"ansvarlig":`, &d.Ansvarlig)
	k.klasse(`,"kle":`, &d.KLE)
	k.system(`,"system":`, &d.System)
	k.ord("}")
}

func (e *Effektuering) form(k *kanon) {
	k.uuid(`{"uuid":`, &e.UUID)
	k.tekst(`,"noegle":`, &e.Noegle)
	k.virkning(`,"periode":`, &e.Periode)
	k.tekstMaaske(`,"beloeb":`, &e.Beloeb)
	k.uuid(`,"bevilling":`, &e.Bevilling)
	k.tekst(`,"kle":`, &e.KLE)
	k.aktoer(`,"ejer":`, &e.Ejer)
	k.part(`,"part":`, &e.Part)
	k.system(`,"system":`, &e.System)
	k.ord("}")
}
