package faelles

import (
	"strings"
	"unicode"

	"indeksbro/internal/oio"
)

// fornavne are the commonest given names of Denmark by the statistics of names. They make a name look as if it were somebody's, no more.
var fornavne = func() map[string]bool {
	set := map[string]bool{}
	for name := range strings.FieldsSeq(`Peter Michael Lars Jens Thomas Henrik Søren Christian Martin Jan Morten Jesper Anders Niels Mads Rasmus Per Hans Jørgen Kim Ole Erik Svend Knud Bent
Kristian Frederik Mikkel Jakob Jacob Kasper Casper Emil Simon Jonas Brian Allan Carsten Karsten Claus Klaus Flemming John Steen Torben Finn Leif Poul Povl Kurt Ib Kaj Aage Egon Viggo Villy
Oliver William Noah Oscar Lucas Carl Victor Malthe Alfred August Valdemar Elias Aksel Magnus Philip Sebastian Tobias Daniel Alexander Mathias Nikolaj Nicolai Mohammed Muhammad Ahmed Ali Hassan
Anne Mette Kirsten Hanne Anna Helle Susanne Lene Maria Marianne Inge Karen Lone Bente Camilla Pia Charlotte Louise Gitte Jette Tina Inger Ida Julie Sofie Sofia Emma Laura Freja Clara Alma
Ella Agnes Josefine Mathilde Cecilie Caroline Katrine Kathrine Trine Rikke Birgit Birgitte Birthe Ulla Ruth Ellen Else Grethe Grete Gerda Edith Ingrid Kirstine Kristine Christina Malene Heidi
Dorthe Dorte Annette Anette Lise Lisbeth Vibeke Winnie Jytte Tove Aase Åse Solveig Signe Line Stine Sara Sarah Maja Nanna Amalie Emilie Victoria Isabella Fatima Aisha Zahra Åge`) {
		set[name] = true
	}
	return set
}()

// helgen stands before the name of a saint, whose house or hospital it is.
var helgen = map[string]bool{"Sankt": true, "Skt.": true, "Sct.": true, "St.": true}

// Grunde to keep a name back.
const (
	GrundCPR      = "ligner et CPR-nummer"
	GrundTal      = "har en lang række cifre, som kan være et nummer på en borger"
	GrundKontakt  = "har en mailadresse eller et telefonnummer"
	GrundPerson   = "ligner et navn på en person"
	GrundTiltale  = "tiltaler eller nævner en bestemt borger"
	GrundTegn     = "er for langt eller har tegn, der ikke kan deles"
	GrundUenig    = "har I valgt forskelligt for under samme lov"
	GrundKonflikt = "er i konflikt i værkstedet"
)

// Personligt says why a local name looks as if it told of somebody; empty when it does not. It would rather keep back one too many: what is
// shared cannot be called in everywhere.
func Personligt(name string) string {
	if _, _, found := oio.FindCPR(name); found {
		return GrundCPR
	}
	digits, run := 0, 0
	for _, r := range name {
		switch {
		case unicode.IsDigit(r):
			digits++
			run = max(run, digits)
		case r == ' ' || r == '.':
			// what parts the digits of a number
		default:
			digits = 0
		}
	}
	switch {
	case strings.Contains(name, "@") || run == 8:
		return GrundKontakt
	case run > 6:
		return GrundTal
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:()/\"»«-", r) })
	for i, word := range words {
		switch strings.ToLower(strings.TrimSuffix(word, ".")) {
		case "hr", "fru", "frk", "frøken":
			return GrundTiltale
		}
		given := fornavne[word] && (i == 0 || !helgen[words[i-1]])
		next := ""
		if i+1 < len(words) {
			next = words[i+1]
		}
		if stort(word) && stort(next) && (given || efternavn(next)) {
			return GrundPerson
		}
		if root, owned := strings.CutSuffix(strings.ReplaceAll(word, "'", ""), "s"); owned && i+1 < len(words) && len(root) > 2 && fornavne[root] && !fornavne[word] {
			return GrundPerson // Karens hjælp
		}
	}
	return ""
}

// stort reports whether a word is written as names are: one capital, then small letters, or an initial.
func stort(word string) bool {
	for i, r := range strings.TrimSuffix(word, ".") {
		if i == 0 && !unicode.IsUpper(r) || i > 0 && !unicode.IsLower(r) {
			return false
		}
	}
	return word != ""
}

func efternavn(word string) bool {
	return len(word) > 5 && (strings.HasSuffix(word, "sen") || strings.HasSuffix(word, "gaard") || strings.HasSuffix(word, "gård"))
}
