// Command billeder takes the pictures of the README from a running demo: `go run ./tools/billeder http://127.0.0.1:8080 docs/billeder`.
// It is no test and judges nothing.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: billeder URL DIR")
		os.Exit(2)
	}
	if err := take(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "billeder:", err)
		os.Exit(3)
	}
}

func take(base, directory string) error {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("/usr/bin/chromium"), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.Flag("headless", "new"), chromedp.Flag("disable-background-networking", true), chromedp.WSURLReadTimeout(60*time.Second))
	alloc, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, cancel := chromedp.NewContext(alloc)
	defer cancel()
	if err := chromedp.Do(ctx); err != nil {
		return err
	}
	for _, width := range []int64{1280, 390} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900)); err != nil {
			return err
		}
		if err := walk(ctx, base, filepath.Join(directory, fmt.Sprintf("%d-", width))); err != nil {
			return err
		}
	}
	return nil
}

// walk is what a caseworker and then a citizen would click.
func walk(ctx context.Context, base, prefix string) error {
	shot := func(name string) error {
		picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err != nil {
			return err
		}
		return os.WriteFile(prefix+name+".png", picture, 0o644)
	}
	click := func(selector string) error {
		_, err := chromedp.RunResponse(ctx, chromedp.Click(selector))
		return err
	}
	visit := func(path string) error { return chromedp.Do(ctx, chromedp.Navigate(base+path)) }
	steps := []func() error{
		func() error { return visit("/") },
		func() error { return shot("forside") },
		func() error { return visit("/demo") },
		func() error { return shot("demo") },
		func() error { return click(`form[action="/demo/vaelg"] button`) },
		func() error { return visit("/sapa") },
		func() error { return shot("sapa") },
		func() error { return chromedp.Do(ctx, chromedp.SendKeys("#soeg", "sør")) },
		func() error { return click(`form[action="/sapa/soeg"] button`) },
		func() error { return shot("sapa-fundet") },
		func() error { return click(`main a[href^="/sapa/borger/"]`) },
		func() error { return shot("sapa-borger") },
		func() error { return click(`main a[href^="/sapa/sag/"]`) },
		func() error { return shot("sapa-sag") },
		func() error { return visit("/demo") },
		func() error { return click(`form[action="/demo/vaelg"] button.ib-vaelg`) },
		func() error { return visit("/borger") },
		func() error { return shot("borger") },
		func() error { return visit("/demo") },
		func() error { return click(`input[value="administrator"] + button`) },
		func() error { return shot("vaerksted") },
		func() error { return visit("/vaerksted/ydelser") },
		func() error { return shot("vaerksted-ydelser") },
		func() error { return visit("/vaerksted/ydelser?tilstand=aabne") },
		func() error { return click(`.ib-navn-celle a`) },
		func() error { return shot("vaerksted-ydelse") },
		func() error { return visit("/vaerksted/sagstyper?tilstand=aabne") },
		func() error { return shot("vaerksted-sagstyper") },
		func() error { return click(`.ib-navn-celle a`) },
		func() error { return shot("vaerksted-sagstype") },
		func() error { return click(`button[formaction="/vaerksted/overvej"]`) },
		func() error { return shot("vaerksted-overvej") },
		func() error { return visit("/vaerksted/kle") },
		func() error { return shot("vaerksted-kle") },
		func() error { return visit("/vaerksted/katalog?q=kost") },
		func() error { return shot("vaerksted-katalog") },
		func() error { return visit("/vaerksted/enheder") },
		func() error { return shot("vaerksted-enheder") },
		func() error { return visit("/vaerksted/fund") },
		func() error { return shot("vaerksted-fund") },
		func() error { return visit("/vaerksted/kontakter") },
		func() error { return shot("vaerksted-kontakter") },
		func() error { return visit("/vaerksted/simulator") },
		func() error { return shot("vaerksted-simulator") },
		func() error { return visit("/indeks") },
		func() error { return shot("indeks") },
		func() error { return visit("/indeks/eksempler") },
		func() error { return shot("indeks-eksempler") },
		func() error { return visit("/indeks/regler") },
		func() error { return shot("indeks-regler") },
		func() error { return visit("/findes-ikke") },
		func() error { return shot("fejl") },
	}
	for i, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("step %d: %w", i, err)
		}
	}
	return nil
}
