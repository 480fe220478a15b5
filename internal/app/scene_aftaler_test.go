package app

import (
	"os"
	"path/filepath"
	"testing"
)

// R065, R092: the administrator approves what the vendor requested, withdraws it with a reason, and both pages say what that means.
func TestR065_TheAdministratorSeesToTheAgreements(t *testing.T) {
	data := lilleVerden(t)
	skal(t, data, "certs")
	skal(t, data, "mapping", "set", "ydelse", "yd-4", "type=sul-119-borgerrettet-forebyggelse")
	skal(t, data, "mapping", "set", "sagstype", "st-12", "kle=29.09.04")
	if err := os.RemoveAll(filepath.Join(data, certMappe)); err != nil { // plain HTTP for the browser
		t.Fatal(err)
	}
	skal(t, data, "aftale", "opsig", "ydi", "--af", "Karen Holm", "--grund", "skal laves om")
	skal(t, data, "export", "fact", "opgave", "1", "--dato", "2026-01-02")
	skal(t, data, "aftale", "anmod", "ydi", "--af", "leverandøren")
	k := start(t, data, "serve", "--addr", "127.0.0.1:0")
	s := newScene(t, k.url)
	s.logIn(k.key(t))
	s.open("/program/aftaler")
	s.reads("Aftaler og certifikater", "FK Ydelsesindeks, Rediger", "Nu: kommunens aftaleansvarlige godkender serviceaftalen", "Der er ingen certifikater i brug")
	s.accessible()
	s.send("form:has(#dato-eoj-ydi-Rediger)")
	s.reads("Godkendt")
	skal(t, data, "export", "activate", "--trods", "prøve", "--af", "Karen Holm")
	s.open("/program/aftaler")
	s.eval("document.querySelector('details:has(#grund-eoj-sdi-Rediger)').open = true")
	s.fill("#grund-eoj-sdi-Rediger", "leverandøren skifter")
	s.send("form:has(#grund-eoj-sdi-Rediger)")
	s.reads("Opsagt 15. januar 2026", "leverandøren skifter", "Der sendes ikke; det, der skal derhen, venter, og intet går tabt")
	s.accessible()
	s.open("/vaerksted/eksport")
	s.reads("Serviceaftalen med FK Sags- og Dokumentindeks er sagt op", "Trin A er ikke underskrevet, men Eksporter sager er aktiv")
	s.accessible()
	s.open("/vaerksted/eksport/liste")
	s.reads("Fejl i mapningen", "Dækning", "Klassifikationsimporter: ")
	s.accessible()
}
