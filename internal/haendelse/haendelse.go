// Package haendelse is the news that an object of the embedded indexes was stored, changed or removed, and the two forms in which it
// is told: CloudEvents 1.0 as JSON, and the envelope Haendelsesbesked of Beskedfordeler (05a §5).
//
// It tells which object, never whose or what stands in it: whoever may know reads it in the index. It keeps and sends nothing.
package haendelse

import (
	"encoding/json"
	"fmt"
	"time"

	"indeksbro/internal/oio"
	"indeksbro/internal/xmltree"
)

// Slags is what happened. The numbers are stored.
type Slags uint8

// What can happen to an object.
const (
	Importeret Slags = iota + 1
	Aendret
	Fjernet
)

// String is the word in a type's name.
func (s Slags) String() string {
	return [...]string{"ukendt", "importeret", "aendret", "fjernet"}[min(int(s), 3)]
}

// Haendelse is one piece of news. Nr grows in an installation and is never used again, so a receiver knows what it has had.
type Haendelse struct {
	Nr      int64
	Kommune oio.CVR
	Art     oio.Art
	UUID    oio.UUID
	Slags   Slags
	KLE     string // of the object; empty where it has none
	Tid     time.Time
}

// id is the same whenever the news is told, so that repeats can be left out.
func (h *Haendelse) id() oio.UUID {
	return oio.NameUUID(fmt.Sprintf("haendelse/%s/%d/%s", h.Kommune, h.Nr, h.UUID))
}

// CloudEvent is the news in CloudEvents' structured JSON form.
func (h *Haendelse) CloudEvent() ([]byte, error) {
	return json.Marshal(map[string]any{
		"specversion": "1.0", "id": h.id().String(), "source": "urn:oio:cvr-nr:" + string(h.Kommune), "type": "dk.indeksbro." + h.Art.String() + "." + h.Slags.String(),
		"subject": h.UUID.String(), "time": h.Tid.UTC().Format(time.RFC3339Nano), "datacontenttype": "application/json",
		"data": map[string]any{"art": h.Art.String(), "uuid": h.UUID.String(), "kle": h.KLE, "handling": h.Slags.String(), "nr": h.Nr},
	})
}

// beskedtype is a stand-in: the identities of the types of news are not published (05a §5).
func (h *Haendelse) beskedtype() oio.UUID { return oio.NameUUID("beskedtype/" + h.Art.String()) }

// BeskedRum is the namespace of the envelope (05a §5).
const BeskedRum = "urn:oio:besked:kuvert:1.0"

// Besked is the news in the envelope of Beskedfordeler, to be sent to one's own receiver: filtered by type, authority, object and KLE.
func (h *Haendelse) Besked() []byte {
	b := []byte(`<b:Haendelsesbesked xmlns:b="` + BeskedRum + `">`)
	element := func(name, value string) {
		b = append(xmltree.AppendTekst(append(b, "<b:"+name+">"...), value), "</b:"+name+">"...)
	}
	open := func(name string) { b = append(b, "<b:"+name+">"...) }
	end := func(name string) { b = append(b, "</b:"+name+">"...) }
	element("BeskedId", h.id().String())
	element("BeskedVersion", "1.0")
	open("Beskedkuvert")
	open("Filtreringsdata")
	element("Beskedtype", h.beskedtype().String())
	element("BeskedAnsvarligAktoer", "urn:oio:cvr-nr:"+string(h.Kommune))
	element("TilladtModtager", "urn:oio:cvr-nr:"+string(h.Kommune))
	open("ObjektRegistrering")
	element("ObjektId", h.UUID.String())
	element("ObjektType", h.Art.String())
	element("ObjektHandling", h.Slags.String())
	if h.KLE != "" {
		element("OpgaveEmne", "urn:oio:kle:"+h.KLE)
	}
	end("ObjektRegistrering")
	end("Filtreringsdata")
	open("Leveranceinformation")
	element("Dannelsestidspunkt", oio.FormatTid(h.Tid))
	element("Sikkerhedsklassificering", "Intern")
	end("Leveranceinformation")
	end("Beskedkuvert")
	return append(b, "</b:Haendelsesbesked>"...)
}
