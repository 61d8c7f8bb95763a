// Package nodeexporter pins the Prometheus node exporter: the tool line of go.mod names the program, go.sum its sources.
package nodeexporter
