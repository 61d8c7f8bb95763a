// Command oracle answers, by calling upstream's own functions, what the placement engine is asked: one JSON case a line in, one JSON answer a
// line out. Nothing is decided here: cases are read, completed with upstream's defaults and handed over.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

func main() {
	oracle, err := newOracle()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	encoder := json.NewEncoder(out)
	decoder := json.NewDecoder(in)
	for decoder.More() {
		var asked question
		if err := decoder.Decode(&asked); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := encoder.Encode(oracle.answer(asked)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		// Whoever asks one question at a time waits for its answer.
		if in.Buffered() == 0 {
			out.Flush()
		}
	}
	out.Flush()
}
