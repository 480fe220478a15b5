package borger

import "encoding/json"

// The page as a file, for the citizen herself: the same sentences, and nothing more.
type (
	fil struct {
		Kommune      string     `json:"kommune"`
		Sprog        string     `json:"sprog"`
		Hentet       string     `json:"hentet,omitempty"`
		SidstAendret string     `json:"sidstAendret,omitempty"`
		Hjaelp       []filPost  `json:"hjaelp"`
		Sager        []filSag   `json:"sager"`
		Tidligere    filOver    `json:"tidligere"`
		VisesIkke    []string   `json:"visesIkkeEndnu,omitempty"`
		Datoer       []filDatum `json:"datoer,omitempty"`
	}
	filPost struct {
		Hvad       string `json:"hvad"`
		Forklaring string `json:"forklaring,omitempty"`
		Forloeb    string `json:"forloeb"`
		Kontakt    string `json:"kontakt"`
	}
	filSag struct {
		Titel      string     `json:"titel"`
		Forklaring string     `json:"forklaring,omitempty"`
		Status     string     `json:"status"`
		Naeste     string     `json:"naeste,omitempty"`
		Trin       []filDatum `json:"trin"`
		Dokumenter []string   `json:"dokumenter,omitempty"`
		Kontakt    string     `json:"kontakt"`
	}
	filOver struct {
		Hjaelp []filPost `json:"hjaelp"`
		Sager  []filSag  `json:"sager"`
	}
	filDatum struct {
		Hvad string `json:"hvad"`
		Dato string `json:"dato,omitempty"`
	}
)

// Data is the page as indented JSON.
func (s *Side) Data() []byte {
	f := fil{Kommune: s.Kommune.Navn, Sprog: s.Sprog.Kode(), Hentet: s.Sprog.Tidspunkt(s.Hentet), SidstAendret: s.Sprog.Dato(s.SidstAendret),
		Hjaelp: append(s.poster(s.Tilbud), s.poster(s.Ydelser)...), Sager: s.sager(s.Sager),
		Tidligere: filOver{s.poster(s.Tidligere.Hjaelp), s.sager(s.Tidligere.Sager)}}
	for _, area := range s.Kommune.IkkeAaben {
		f.VisesIkke = append(f.VisesIkke, Navn(area, s.Sprog).Tekst)
	}
	for _, d := range s.Datoer {
		f.Datoer = append(f.Datoer, filDatum{d.Hvad.String(), d.Dato})
	}
	text, _ := json.MarshalIndent(f, "", "  ") // strings always can
	return append(text, '\n')
}

func (s *Side) poster(list []Hjaelp) []filPost {
	all := make([]filPost, 0, len(list))
	for i := range list {
		h := &list[i]
		all = append(all, filPost{h.Saetning, h.Forklaring.Tekst, h.Forloeb, h.Kontakt.TekstPaa(s.Sprog)})
	}
	return all
}

func (s *Side) sager(list []Sag) []filSag {
	all := make([]filSag, 0, len(list))
	for i := range list {
		one := &list[i]
		f := filSag{Titel: one.Titel, Forklaring: one.Forklaring.Tekst, Status: one.Overskrift, Naeste: one.Naeste, Kontakt: one.Kontakt.TekstPaa(s.Sprog)}
		for _, step := range one.Trin {
			f.Trin = append(f.Trin, filDatum{step.Navn, step.Dato})
		}
		for _, d := range one.Dokumenter {
			f.Dokumenter = append(f.Dokumenter, d.Titel)
		}
		all = append(all, f)
	}
	return all
}
