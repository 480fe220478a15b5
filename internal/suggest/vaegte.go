package suggest

// The weights below are those of a softmax over candidates, fitted by gradient on public pairs of names and answers with each
// pair's own wording left out; the calibrations are logistic fits over the same, lowered until 97 % of the sure ones are right.

// kalibrering turns the strength of the best candidate and its lead into a share of right answers.
type kalibrering struct {
	konstant, styrke, forspring, lighed, lov float64
}

var vaegteKLE = [antalTegn]float32{5.69, 3.12, 1.22, 3.50, 3.39, 2.72, 3.76, -1.29, -0.42, 2, 3, 1, -0.14, 0.25, -1.25, 1.49}

var vaegteType = [antalTegn]float32{5.37, -0.16, -0.34, 4.16, 2.75, 0.71, 4.52, -1.43, 0, 2, 3, 1, 0, 1, 2.32, -2.14}

var kalibKLE = kalibrering{-2.1, 0.096, 0.684, -0.441, -0.045}

var kalibType = kalibrering{-3.9, 0.313, 0.647, 1.125, 0.795}
