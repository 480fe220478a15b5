package app

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"indeksbro/internal/adgang"
	"indeksbro/internal/oio"
	"indeksbro/internal/program"
	"indeksbro/internal/visning"
)

// play opens the municipality's pages in a browser.
func (b *blikby) play() *scene {
	b.t.Helper()
	server := httptest.NewServer(b.sted)
	b.t.Cleanup(server.Close)
	return newScene(b.t, server.URL)
}

func withoutScripts(off bool) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: off})
		return err
	})
}

// TestS9_TheCitizensPageInBothLanguages plays S9 on the demo's data: Danish and English, wide and narrow, without scripts, with the keyboard.
func TestS9_TheCitizensPageInBothLanguages(t *testing.T) {
	b := nyBlikby(t)
	citizen, _ := b.with()
	b.er(adgang.Borger, citizen)
	s := b.play()
	s.open("/borger")
	s.reads("Mit overblik", "Oplysningerne kommer fra Korsbæk Kommune.", "Sidst ændret hos kommunen", "Spørgsmål? Ring", "Aftaler og frister", "Kommunen viser endnu ikke sager om: arbejde og sygemelding, byggeri, børn og unge, rettigheder og tilsyn.")
	s.accessible()
	s.tabTo(`.ib-sprog a[lang="en"]`)
	s.goes(kb.Enter)
	s.reads("My overview", "The information comes from Korsbæk Kommune.", "Last changed at the municipality", "Questions? Call", "The municipality does not yet show cases about: work and sick leave, building, children and young people, rights and supervision.")
	if lang := s.eval("document.documentElement.lang"); lang != "en" {
		t.Errorf("the English page is marked as %q", lang)
	}
	s.accessible()
	s.tabTo(".ib-passer-ikke summary")
	s.keys(kb.Enter)
	s.reads("Say that it is about:")
	s.do(withoutScripts(true))
	s.open("/borger?sprog=da")
	s.do(withoutScripts(false))
	s.reads("Mit overblik")
}

// TestS10_WhyIsItNotShown plays S10: from the call of a citizen to the setting, and back.
func TestS10_WhyIsItNotShown(t *testing.T) {
	b := nyBlikby(t)
	citizen, held := b.with()
	off := visning.OmraadeFaktum(held.KLE.Noegle, &visning.Indstilling{})
	b.noter(off)
	b.er(adgang.Borgerblikejer, oio.Borgernoegle{})
	s := b.play()
	s.open("/borgerblik/som-borger")
	s.accessible()
	s.tabTo("#soeg")
	s.keys(held.Part.Navn)
	s.tabTo("#formaal")
	s.keys("Borgeren har ringet")
	s.goes(kb.Enter)
	s.accessible()
	s.tabTo(fmt.Sprintf("form[action='/sapa/borger/%s/som-borger'] button", citizen))
	s.goes(kb.Enter)
	s.reads("Sådan ser borgeren sin side", "Opslaget er logget. Formål: Borgeren har ringet", "KLE "+held.KLE.Noegle+" er ikke aktiveret.")
	s.accessible()
	s.tabTo(fmt.Sprintf(".ib-hvorfor a[href='/borgerblik/omraade/%s']", held.KLE.Noegle))
	s.goes(kb.Enter)
	s.reads("Skal borgerne se det?", "Det rører:")
	s.accessible()
	s.tabTo("#aktiv-nej") // the radio group has one stop; an arrow key chooses
	s.keys(kb.ArrowUp)
	s.tabTo("main form button.button-primary")
	s.goes(kb.Enter)
	b.er(adgang.Borger, citizen)
	s.open("/borger")
	if shown := visning.Af(nil).OmraadeTekst(held.KLE.Noegle, held.KLE.Titel).Navn; !s.has("#sager") {
		t.Errorf("%q is still not shown", shown)
	}
	if address := s.eval("location.href"); oio.MaskCPR(address) != address {
		t.Error("a CPR number stands in an address")
	}
}

// TestSettingsPagesAreUsable looks at each page of settings as its owner would.
func TestSettingsPagesAreUsable(t *testing.T) {
	b := nyBlikby(t)
	_, held := b.with()
	b.er(adgang.Borgerblikejer|adgang.SapaAdministrator, oio.Borgernoegle{})
	s := b.play()
	for _, address := range []string{"/borgerblik", "/borgerblik/aabninger", "/borgerblik/omraader", "/borgerblik/omraade/" + held.KLE.Noegle, "/borgerblik/omraade/99.99", "/borgerblik/tekster", "/borgerblik/tekst?om=kle/27.35",
		"/borgerblik/valg", "/borgerblik/historik", "/vaerksted/kontakter"} {
		s.open(address)
		s.accessible()
	}
	s.open("/borgerblik/aabninger")
	s.tabTo(fmt.Sprintf("form[action='/borgerblik/aabning/borgerblik/%s'] button[value=luk]", b.own))
	s.goes(kb.Enter)
	s.reads("Lukket igen")
}

// TestR111_TheEightCombinations: a case is visible in SAPA only with opening and role, in /borger only with opening and activation.
func TestR111_TheEightCombinations(t *testing.T) {
	b := nyBlikby(t)
	citizen, held := b.with()
	s := b.play()
	set := func(l visning.Laeser, on bool) program.Faktum {
		f := program.Faktum{Emne: program.Aabnet, Kode: visning.Aabning(l, b.own)}
		if on {
			f.Dato = oio.DatoOf(proevedag)
		}
		return f
	}
	right := adgang.Emner{{Fra: held.KLE.Noegle, Til: held.KLE.Noegle}}
	for n := range 8 {
		sapa, blik, active := n&1 != 0, n&2 != 0, n&4 != 0
		var decided []program.Faktum
		for _, number := range []string{"17.03", "27", "29", "32"} {
			decided = append(decided, visning.OmraadeFaktum(number, &visning.Indstilling{Aktiv: active}))
		}
		b.noter(append(decided, set(visning.Sapa, sapa), set(visning.Borgerblik, blik))...)
		t.Run(fmt.Sprintf("sapa %v, borgerblik %v, activated %v", sapa, blik, active), func(t *testing.T) {
			b.er(adgang.Borger, citizen)
			s.open("/borger")
			if got, want := s.has("#sager"), blik && active; got != want {
				t.Errorf("the citizen sees cases: %v, want %v", got, want)
			}
			for _, may := range []bool{false, true} {
				b.caseworker(right, may)
				s.open("/sapa/sag/" + held.UUID.String())
				if got, want := strings.Contains(s.text(), "Ansvarlig"), sapa && may; got != want {
					t.Errorf("the caseworker with role %v sees the case: %v, want %v", may, got, want)
				}
			}
		})
	}
}

// caseworker makes the next requests those of a caseworker whose boundary holds the given numbers, or none.
func (b *blikby) caseworker(numbers adgang.Emner, may bool) {
	if !may {
		numbers = adgang.Emner{}
	}
	b.er(adgang.Sagsbehandler, oio.Borgernoegle{})
	b.mu.Lock()
	defer b.mu.Unlock()
	b.id.Grupper = []adgang.Gruppe{{Kommune: oio.Korsbaek, Retter: []adgang.Ret{adgang.Opslag}, KLE: numbers}}
}
