package projection_test

import (
	"encoding/json"
	"testing"

	"indeksbro/internal/projection"
)

// What a program writes of a reason, another reads.
func TestAReasonIsReadAsItIsWritten(t *testing.T) {
	t.Parallel()
	for g := projection.Sendes; g <= projection.SlettetIKoe; g++ {
		text, err := json.Marshal(g)
		var read projection.Grund
		if err != nil || json.Unmarshal(text, &read) != nil || read != g {
			t.Errorf("%s is read as %s (%v)", g, read, err)
		}
	}
	var read projection.Grund
	if json.Unmarshal([]byte(`"findes-ikke"`), &read) == nil {
		t.Error("an unknown reason is read")
	}
}
