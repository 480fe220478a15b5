package suggest

// kalibrering turns the strength of the best candidate and its lead into a share of right answers.
type kalibrering struct {
	konstant, styrke, forspring, lighed, ukendt float64
}

var vaegteKLE = [antalTegn]float32{10, 3, 2, 8, 2, 2, 4, -1, 0, 2, 3, 1, 0, 2, 2, 1}

var vaegteType = [antalTegn]float32{10, 3, 2, 8, 2, 2, 6, -2, 0, 2, 3, 1, 0, 2, 2, 0}

var kalibKLE = kalibrering{}

var kalibType = kalibrering{}
