"""What a sentence asks of actions: text -> order, by a grammar; names and days stay as said."""

from isthmus.actions.words.adding import Added, added
from isthmus.actions.words.order import Ordered, order_of
from isthmus.actions.words.pieces import numbers_in
from isthmus.actions.words.question import question_of

__all__ = ["Added", "Ordered", "added", "numbers_in", "order_of", "question_of"]
