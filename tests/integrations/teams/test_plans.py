"""What is said in steps is shown as a plan in Teams; its button does each step once."""

from teams_of_tests import ANA, Product

PLAN = "@Isthmus add action: call the vendor by Friday, then add action: test the modem by Friday"


def test_a_plan_is_shown_and_done_once(product: Product) -> None:
    where = product.channel()
    product.ask(product.ana, where, PLAN)
    assert "Understood as 2 steps" in product.answer(where)
    assert _actions(product) == []
    product.press(product.ana, "Do all of it", where)
    assert "Steps 1 and 2 are done." in product.answer(where)
    product.travel(minutes=5)
    product.press(product.ana, "Do all of it", where)
    assert _actions(product) == ["Call the vendor", "Test the modem"]


def _actions(product: Product) -> list[str]:
    return sorted(each.title for each in product.wiring.actions.listed(ANA).actions)
