using Microsoft.Playwright;

namespace GroupExitGrains.Console.Tests.Browsing;

/// <summary>Looks at a page for what keeps people out: names, headings, contrast, width.</summary>
internal static class Accessibility
{
    // Contrast as WCAG 2 defines it, against the nearest background that is not see-through.
    private const string Script = """
        () => {
          const faults = [];
          const visible = e => e.checkVisibility({ opacityProperty: true, visibilityProperty: true });
          const name = e => (e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent || e.title || '').trim();
          for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea')) {
            if (visible(e) && !name(e)) faults.push(`no name: ${e.outerHTML.slice(0, 90)}`);
          }
          if (document.querySelectorAll('h1').length !== 1) faults.push('not one h1');
          if (!document.documentElement.lang) faults.push('no language');
          for (const table of document.querySelectorAll('table')) {
            if (!table.caption) faults.push('a table without caption');
          }
          for (const svg of document.querySelectorAll('svg')) {
            if (svg.getAttribute('role') !== 'img' || !svg.getAttribute('aria-label')) faults.push('a chart without words');
          }
          const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
          if (new Set(ids).size !== ids.length) faults.push('an id twice');
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = text => {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = text;
            canvas.fillRect(0, 0, 1, 1);
            return canvas.getImageData(0, 0, 1, 1).data;
          };
          const luminance = ([r, g, b]) => [r, g, b].map(v => v / 255)
            .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const back = e => {
            for (; e; e = e.parentElement) {
              const colour = rgba(getComputedStyle(e).backgroundColor);
              if (colour[3] > 250) return colour;
            }
            return [255, 255, 255, 255];
          };
          for (const e of document.querySelectorAll('body *')) {
            const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
            if (!own || !visible(e) || e.closest('.vh, .skip, svg, noscript')) continue;
            const [a, b] = [luminance(rgba(getComputedStyle(e).color)), luminance(back(e))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
            if (ratio < 4.5) faults.push(`contrast ${ratio.toFixed(2)}: ${e.className} "${e.textContent.trim().slice(0, 40)}"`);
          }
          if (document.documentElement.scrollWidth > innerWidth) faults.push(`wider than the screen: ${document.documentElement.scrollWidth}`);
          return [...new Set(faults)];
        }
        """;

    public static async Task ShouldBeUsableAsync(this IPage page) => (await page.EvaluateAsync<string[]>(Script)).ShouldBeEmpty(page.Url);
}
