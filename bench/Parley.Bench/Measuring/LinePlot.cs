using System.Globalization;
using System.Text;

namespace Parley.Bench.Measuring;

/// <summary>Curves over one axis as an SVG picture; every curve has a scale of its own from zero to its greatest value.</summary>
/// <param name="title">Above it.</param>
/// <param name="axis">What the horizontal axis counts.</param>
internal sealed class LinePlot(string title, string axis)
{
    private const int Width = 640;
    private const int Height = 360;
    private const int Margin = 50;

    private static readonly string[] Colours = ["#1f6feb", "#d1242f", "#2da44e"];

    private readonly List<(string Name, string Unit, IReadOnlyList<(double X, double Y)> Points)> _curves = [];

    public void Add(string name, string unit, IReadOnlyList<(double X, double Y)> points) => _curves.Add((name, unit, points));

    public string Draw()
    {
        var most = _curves.SelectMany(c => c.Points).Max(p => p.X);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{Width}\" height=\"{Height}\" fill=\"white\"/>\n<text x=\"{Margin}\" y=\"20\" font-size=\"14\">{title}</text>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Margin},{Margin} V{Height - Margin} H{Width - Margin}\" fill=\"none\" stroke=\"black\"/>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Width - Margin}\" y=\"{Height - 12}\" text-anchor=\"end\">{axis}</text>\n");
        foreach (var x in _curves.SelectMany(c => c.Points).Select(p => p.X).Distinct())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Across(x, most)}\" y=\"{Height - Margin + 16}\" text-anchor=\"middle\">{x:0}</text>\n");
        }

        for (var i = 0; i < _curves.Count; i++)
        {
            var (name, unit, points) = _curves[i];
            var greatest = Math.Max(points.Max(p => p.Y), double.Epsilon);
            var path = string.Join(' ', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{Across(p.X, most)},{Up(p.Y, greatest)}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" fill=\"none\" stroke=\"{Colours[i % Colours.Length]}\" stroke-width=\"2\"/>\n");
            foreach (var (x, y) in points)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{Across(x, most)}\" cy=\"{Up(y, greatest)}\" r=\"3\" fill=\"{Colours[i % Colours.Length]}\"><title>{x:0}: {Report.Figure(y)} {unit}</title></circle>\n");
            }

            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin + 10}\" y=\"{Margin + (16 * i)}\" fill=\"{Colours[i % Colours.Length]}\">{name}, up to {Report.Figure(greatest)} {unit}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static double Across(double x, double most) => Math.Round(Margin + ((Width - (2 * Margin)) * x / most), 1);

    private static double Up(double y, double most) => Math.Round(Height - Margin - ((Height - (2 * Margin) - 40) * y / most), 1);
}
