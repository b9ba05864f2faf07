import CondenseCommand
import Testing

@Suite struct TextTableTests {
  @Test func numbersStandRight() {
    var table = TextTable(["metric", "value", "of"])
    table.add(["accuracy", "0.81", "test"])
    table.add(["rmse", "12.5"])
    #expect(
      table.text == """
        metric    value  of
        accuracy   0.81  test
        rmse       12.5

        """)
  }
}
