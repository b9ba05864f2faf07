import CondenseData
import CondenseModels

/// The neurons of a layer as a page: a table of all, and the first ones each with what it reads and answers to.
public enum NeuronsPage {
  private static let mostNeurons = 24, mostColumns = 6

  /// The page, one self-contained file.
  ///
  /// - Parameter table: the rows that were looked at; some of their cells are shown.
  public static func html(_ layer: LayerNeurons, on table: Table) -> String {
    var page = HTMLPage(title: "The neurons of \(FigureText.name(layer.layer))")
    page.note("\(FigureText.name(table.name)): \(FigureText.sentence(NeuronWords.method(layer))).")
    for line in NeuronWords.faults(layer) { page.paragraph("\(FigureText.sentence(line)).") }
    let shown = layer.neurons.prefix(mostNeurons)
    page.heading(
      layer.loss == nil
        ? "Those that vary most" : "Those that the model would miss most")
    for neuron in shown { add(neuron, of: layer, table, to: &page) }
    page.details("All \(Count.of(layer.neurons.count, "neuron", "neurons"))") { page in
      var all = FigureTable(NeuronWords.header(layer), numeric: Set(1...(layer.loss == nil ? 3 : 4)))
      for neuron in layer.neurons { all.add(NeuronWords.cells(neuron, of: layer)) }
      page.table(all)
    }
    return page.text
  }

  private static func add(_ neuron: Neuron, of layer: LayerNeurons, _ table: Table, to page: inout HTMLPage) {
    page.heading("Neuron \(neuron.number)", level: 3)
    var parts = ["fires in \(NumberText.percent(neuron.firing)) of the rows"]
    if let loss = neuron.lossWithout {
      parts.append("without it the loss changes by \(FigureText.difference(loss))")
    }
    if let meaning = neuron.meaning {
      let score = FigureText.metric(meaning.score), name = FigureText.name(meaning.name)
      parts.append(
        layer.target == meaning.name
          ? "its rank correlation with \(name) is \(score)"
          : "the area under its ROC curve for '\(name)' is \(score)")
    }
    page.paragraph("\(FigureText.sentence(parts.joined(separator: "; "))).")
    var panels = [
      Panel(
        drawing: histogram(neuron), label: "how often neuron \(neuron.number) answers how much",
        title: "its answers",
        caption:
          "from \(FigureText.metric(Double(neuron.range[0]))) to \(FigureText.metric(Double(neuron.range[1])))"
      )
    ]
    if let pixels = neuron.pixelWeights, let image = table.columns.compactMap(\.images).first,
      pixels.count == image.height * image.width
    {
      panels.append(
        Panel(
          drawing: PixelPicture.drawing(pixels.map(Double.init), height: image.height, width: image.width),
          label: "the weights of its pixels", title: "its weights",
          caption: "blue pixels raise it, orange ones lower it"))
    }
    page.panels(panels)
    if !neuron.inputs.isEmpty {
      func chart(_ width: Double, stacks: Bool) -> SVG {
        ContributionChart(
          rows: neuron.inputs.map {
            ContributionChart.Row(
              name: FigureText.name($0.name), value: Double($0.weight), figure: FigureText.weight($0.weight))
          }
        ).drawing(width: width, stacks: stacks)
      }
      page.picture(
        wide: chart(700, stacks: false), narrow: chart(360, stacks: true),
        label: "what neuron \(neuron.number) reads",
        caption:
          "What raises it most and what lowers it most: values by what their vectors add beyond the mean value's."
      )
    }
    page.details("Rows to which it answers most and least") { page in
      let columns = table.columns.filter { $0.images == nil }.prefix(mostColumns)
      var rows = FigureTable(["row", "answer"] + columns.map { FigureText.name($0.name) }, numeric: [1])
      for row in neuron.strongest + neuron.weakest.reversed() {
        rows.add(
          ["row \(row.row)", FigureText.metric(Double(row.activation))]
            + columns.map { FigureText.name($0.text(row.row - 1) ?? "–") })
      }
      page.table(rows)
    }
  }

  private static func histogram(_ neuron: Neuron) -> SVG {
    let width = 300.0, height = 90.0, most = Double(neuron.histogram.max() ?? 1)
    var svg = SVG(width: width, height: height)
    let step = width / Double(neuron.histogram.count)
    for (place, count) in neuron.histogram.enumerated() where count > 0 {
      // A row is seen, too.
      let tall = max(1.5, (height - 2) * Double(count) / most)
      svg.rect(step * Double(place) + 1, height - 1 - tall, step - 2, tall, "embedding")
    }
    svg.line(0, height - 0.5, width, height - 0.5, "muted-line")
    return svg
  }
}
