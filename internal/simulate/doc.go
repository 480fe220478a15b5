// Package simulate plays the deck's accidents in virtual time, the care record alone and the care record with Indeksbro side by
// side, day by day, in the words of the two readers (R055–R057, R094, R095).
//
// The care record alone is a model of its own, made of what the deck says it does. Indeksbro's side is no model: it is the real
// mirror, guards, projection, exporter and embedded index on a store the caller gives. What is right is a third opinion, the
// scenario's own truth, and the verdict is what comparing gives; no outcome is written down. It shows nothing and keeps nothing.
package simulate
