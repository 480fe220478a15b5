package sdi

import (
	"encoding/base64"
	"strings"
	"time"
	"unicode/utf8"

	"indeksbro/internal/oio"
)

// Bilag is a document or a note as a case's message names it, for readers' pages.
type Bilag struct {
	UUID  oio.UUID // of a document
	Titel string   // of a document: as the case has it, which goes before its own (06 §1.3); may be empty
	Tekst string   // of a note in plain text; empty when it is in another format
}

// Bilag lists the documents and the notes of a case that hold now (06 B11, B12).
func (m *Sag) Bilag(now time.Time) (documents, notes []Bilag) {
	for i := range m.Registrering {
		for j := range m.Registrering[i].RelationListe.Journalpost {
			r := &m.Registrering[i].RelationListe.Journalpost[j]
			if !gaelder(r.Virkning, now) {
				continue
			}
			extra := r.JournalpostEgenskaber
			if extra == nil {
				extra = &SagJournalpostEgenskaber{}
			}
			if n := extra.JournalnotatEgenskaber; n != nil && rolleUUID(&r.Relation) == rolleNotat {
				notes = append(notes, Bilag{Titel: vaerdi(n.Titel), Tekst: ren(n)})
				continue
			}
			documents = append(documents, Bilag{UUID: reference(&r.Relation), Titel: vaerdi(extra.Dokumenttitel)})
		}
	}
	return documents, notes
}

// ren is the text of a note in plain text; other formats are left to the source system.
func ren(n *SagJournalnotatEgenskaber) string {
	if format := strings.ToLower(vaerdi(n.Format)); !strings.Contains(format, "text") && !strings.Contains(format, "txt") {
		return ""
	}
	text, err := base64.StdEncoding.DecodeString(strings.TrimSpace(vaerdi(n.Notat)))
	if err != nil || !utf8.Valid(text) {
		return ""
	}
	return string(text)
}

// Offentlig reports whether a case is not exempt from public access.
func (m *Sag) Offentlig() bool {
	for i := range m.Registrering {
		for j := range m.Registrering[i].AttributListe.Egenskaber {
			if m.Registrering[i].AttributListe.Egenskaber[j].OffentlighedUndtaget != nil {
				return false
			}
		}
	}
	return true
}
