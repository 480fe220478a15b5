package rules_test

import (
	"strings"

	"indeksbro/internal/suggest"
)

// genkender stands for the recogniser: names as the tables write them.
func genkender(o suggest.Opgave) (regel, dansk string, ok bool) {
	name := strings.ToLower(o.Navn)
	for _, k := range [][2]string{{"nødkald", "R031"}, {"nødopkald", "R031"}, {"opfølgende besøg", "R032"}, {"sambesøg", "R032"}, {"specialiseret rehab", "R033"},
		{"neuropsykolog", "R034"}, {"bpa", "R035"}, {"særtakst", "R036"}, {"§117a", "R038"}, {"magtanv", "R039"}, {"gps", "R040"}, {"døralarm", "R040"}, {"medicinadm", "R041"},
		{"almenbolig", "R042"}, {"apv", "R043"}, {"trafikselskab", "R044"}, {"domfældte", "R045"}, {"frikort", "R046"}} {
		if strings.Contains(name, k[0]) {
			return k[1], "se " + k[1], true
		}
	}
	return "", "", false
}
