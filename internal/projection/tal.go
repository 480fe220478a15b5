package projection

// Tal counts source objects that have not been deleted, and the citizens behind them.
type Tal struct {
	Sager       int `json:"sager"`
	Aktive      int `json:"aktive"` // of the cases: not closed today
	Bevillinger int `json:"bevillinger"`
	Loebende    int `json:"loebende"` // of the grants: not ended today
	Borgere     int `json:"borgere"`
}

// Plus adds up what has no citizen in common to be counted twice, or where Borgere is set afterwards.
func (t Tal) Plus(o Tal) Tal {
	return Tal{t.Sager + o.Sager, t.Aktive + o.Aktive, t.Bevillinger + o.Bevillinger, t.Loebende + o.Loebende, t.Borgere + o.Borgere}
}

// Objekter is cases and grants together.
func (t Tal) Objekter() int { return t.Sager + t.Bevillinger }

// Optaelling is how much of the source each local name stands for. What is missing from a map counts nothing.
type Optaelling struct {
	Ialt           Tal
	Sagstyper      map[string]Tal            // by the case's sagstype
	Ydelser        map[string]Tal            // grants of the ydelse, and their citizens; Sager are the cases they hang under
	Enheder        map[string]Tal            // cases with the enhed as responsible, and grants with it as their own
	SagstypeEnhed  map[string]map[string]int // cases by sagstype and enhed (R007)
	YdelseSagstype map[string]map[string]int // grants by ydelse and the sagstype of their case: a moved ydelse stands under two (R057)
}
