import pytest

from engine.notation import NEGATION, SUM, Piece, fill, gradient_name, latex_name, plain_name


@pytest.mark.parametrize(
    ("name", "latex", "plain"),
    [
        ("x", "x", "x"),
        ("w1", "w_{1}", "w₁"),
        ("w12", "w_{12}", "w₁₂"),
        ("y_hat", r"\hat{y}", "ŷ"),
        ("m_hat", r"\hat{m}", "m̂"),
        ("loss", "L", "L"),
        ("learning_rate", r"\alpha", "α"),
        ("dL_dw1", r"\frac{\partial L}{\partial w_{1}}", "∂L/∂w₁"),
        ("dL_dy_hat", r"\frac{\partial L}{\partial \hat{y}}", "∂L/∂ŷ"),
        ("dy_hat_dz2", r"\frac{\partial \hat{y}}{\partial z_{2}}", "∂ŷ/∂z₂"),
        ("mean_width_2", r"\text{mean }\mathrm{width}_{2}", "mean width₂"),
        ("final_price", r"\mathrm{final\ price}", "final price"),
        ("weight_decay", r"\lambda", "λ"),
        ("v_max", r"v_{\max}", "vₘₐₓ"),
        ("v_hat", r"\hat{v}", "v̂"),
    ],
)
def test_names_are_written_as_on_the_board(name: str, latex: str, plain: str) -> None:
    assert latex_name(name) == latex
    assert plain_name(name) == plain


def test_a_gradient_is_named_after_the_loss_and_the_value() -> None:
    assert gradient_name("loss", "w1") == "dL_dw1"
    assert gradient_name("y_hat", "z2") == "dy_hat_dz2"


def test_a_part_that_binds_less_tightly_gets_brackets() -> None:
    assert fill("<a:product> * <b>", [Piece("a + b", SUM), Piece("c + d", SUM)]) == "(a + b) * c + d"


def test_a_minus_gets_brackets_only_where_none_may_stand_first() -> None:
    negative = Piece("-2", NEGATION)
    assert fill("<a:product> * <b:negation!>", [negative, negative]) == "-2 * (-2)"


def test_a_guarded_part_is_used_where_a_negative_number_would_need_brackets() -> None:
    place = Piece("@", guarded="(@)")
    assert fill("<a:sum> - <b:product!>", [place, place]) == "@ - (@)"
    assert fill("<a:atom>^<b>", [place, place]) == "(@)^@"
