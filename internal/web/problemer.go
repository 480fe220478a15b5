package web

import (
	"net/http"

	"indeksbro/internal/adgang"
	"indeksbro/internal/web/page"
)

func (s *server) ikkeLoggetInd() *page.Problem {
	p := &page.Problem{
		Status: http.StatusUnauthorized, Overskrift: "Du er ikke logget ind", Tekst: "Siden viser personlige oplysninger. Derfor skal vi vide, hvem du er.",
		Raad: "Det er ikke muligt at logge ind endnu. Ring til kommunen, hvis du har brug for oplysningerne nu.",
		Link: page.Link{Navn: "Til forsiden", Adresse: "/"},
	}
	if s.Login != "" {
		p.Raad, p.Link = "Log ind, og prøv igen.", page.Link{Navn: "Log ind", Adresse: s.Login}
	}
	return p
}

func ikkeAdgang(roller adgang.Roller) *page.Problem {
	p := &page.Problem{
		Status: http.StatusForbidden, Overskrift: "Du har ikke adgang til siden", Tekst: "Siden er for kommunens medarbejdere.",
		Raad: "Er du medarbejder, så log ud, og log ind igen som medarbejder.", Link: page.Link{Navn: "Til forsiden", Adresse: "/"},
	}
	switch roller {
	case adgang.CuraAdministrator:
		p.Tekst = "Siden er for dem, der opmærker og mapper kommunens sager og ydelser."
		p.Raad = "Er det dig, så log ud, og log ind igen som administrator."
	case adgang.Borger:
		p.Tekst = "Siden viser borgerens egne oplysninger og er kun for borgeren selv."
		p.Raad = "Er du medarbejder, så find borgeren i overblikket."
		p.Link = page.Link{Navn: "Find en borger", Adresse: "/sapa"}
	}
	return p
}

func forMange() *page.Problem {
	return &page.Problem{
		Status: http.StatusTooManyRequests, Overskrift: "Du søger meget hurtigt", Tekst: "Der er en grænse for, hvor mange søgninger én person kan lave på kort tid.",
		Raad: "Vent lidt, og søg igen.", Link: page.Link{Navn: "Find en borger", Adresse: "/sapa"},
	}
}

func ikkeFundet() *page.Problem {
	return &page.Problem{
		Status: http.StatusNotFound, Overskrift: "Siden findes ikke", Tekst: "Adressen er forkert, eller siden er fjernet.",
		Raad: "Begynd fra forsiden.", Link: page.Link{Navn: "Til forsiden", Adresse: "/"},
	}
}

// findesIkke is the same for what is not there and for what may not be seen: the difference would tell something.
func findesIkke(hvad string) *page.Problem {
	return &page.Problem{
		Status: http.StatusNotFound, Overskrift: hvad + " findes ikke", Tekst: "Måske er oplysningen slettet i kilden, eller du har ikke adgang til den.",
		Raad: "Søg efter borgeren igen.", Link: page.Link{Navn: "Find en borger", Adresse: "/sapa"},
	}
}
