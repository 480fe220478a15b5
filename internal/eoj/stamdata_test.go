package eoj_test

import (
	"reflect"
	"strings"
	"testing"

	"indeksbro/internal/eoj"
)

func TestWhatIsKeptOfStamdataSaysTheSameAndNothingMore(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"sagstype": `{"type":"sagstype","id":"st-1","version":3,"navn":" Mad ","borgerrettet":true,"administrativ":true,"lov":"SEL","paragraf":"83"`,
		"ydelse":   `{"type":"ydelse","id":"yd-1","version":3,"sagstype":"st-1","navn":"Madservice","lov":"SEL","paragraf":"§ 83","standard":"FSIII","kode":"H1.11","art":"økonomisk","pakke":true,"hold":true,"aktiv":false`,
		"enhed":    `{"type":"enhed","id":"en-1","version":3,"navn":"Visitation","overordnet":"en-0","sagsansvarlig":true,"usynlig":true,"aktiv":false,"pnummer":"1029456789","cvr":"11111111"`,
	} {
		post, err := eoj.ParseLinje([]byte(line + `,"cpr":"7105500001","note":"7105500001","titel":"7105500001"}`))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		kept, err := eoj.Stamlinje(post)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if strings.Contains(string(kept), "7105500001") {
			t.Errorf("%s: a personal number is kept in clear", name)
		}
		again, err := eoj.ParseLinje(kept)
		if err != nil || !reflect.DeepEqual(post, again) {
			t.Errorf("%s: reads otherwise when kept: %+v, was %+v (%v)", name, again, post, err)
		}
	}
	if _, err := eoj.Stamlinje(&eoj.Sag{ID: "s-1"}); err == nil {
		t.Error("a case was written as stamdata")
	}
}

func TestAUUIDIsAnIDWhateverItsDigitsLookLike(t *testing.T) {
	t.Parallel()
	if _, err := eoj.ParseLinje([]byte(`{"type":"enhed","id":"ab710550-0001-4000-8000-00000000000a","version":1,"navn":"Visitation"}`)); err != nil {
		t.Error(err)
	}
}
