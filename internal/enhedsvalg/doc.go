// Package enhedsvalg helps to find the units of the care record in FK Organisation (steps 6 and 7, R070–R079): the likeliest
// partners of an enhed with reasons and a calibrated score, which of the three situations it is in, which invisible units matter,
// and what the two models mean on the municipality's own tree.
//
// It decides nothing and keeps nothing: rules guards what is chosen, projection resolves what was decided.
package enhedsvalg
