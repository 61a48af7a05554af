"""The commonest words of a language, which make poor terms."""

from __future__ import annotations

from translate_pipe.glossary.words import word_set

# Words so common that a term of only these would be found in every other sentence.
COMMON_WORDS = {
    "en": word_set(
        """
        a about after all also an and any are as at back be because been before but by can case
        come could day do down even first for from get give go good had has have he her here him
        his how i if in into is it its just know last like long look made make man many may me
        more most much must my new no not now of on one only or other our out over own part people
        place point right said same say see she should so some state such take than that the their
        them then there these they thing think this those time to two up us use very want was way
        we well were what when where which while who will with work would year you your
        """
    ),
    "ru": word_set(
        """
        а без бы был была были было быть в вам вас весь во вот все всё вы где да для до его ее её
        если есть ещё же за и из или им их к как ко когда кто ли мне мы на над нас не него нет ни
        но о об он она они от по при с со так там то тот ты у уже что чтобы это этот я год дело
        день время человек
        """
    ),
    "uk": word_set(
        """
        а або але б без був була були було бути в вам вас весь ви від він вона вони все де для до
        його є же за з зі і із їх й як коли ми на над нас не ні о об по при про та так там те ти
        то у що щоб це цей я
        """
    ),
    "de": word_set(
        """
        aber als am an auch auf aus bei bin bis das dass dem den der des die ein eine einem einen
        einer es für hat haben ich ihr im in ist ja kann mit nach nicht noch nur oder sein sich
        sie sind so über um und uns von vor war was wenn wer wie wir wird zu zum zur
        """
    ),
    "fr": word_set(
        """
        a au aux avec ce ces dans de des du elle en est et eux il ils je la le les leur lui ma
        mais me même mes moi mon ne nos notre nous on ou où par pas pour qu que qui sa se ses son
        sur ta te tu un une vos vous y
        """
    ),
    "es": word_set(
        """
        a al ante como con cual cuando de del desde donde el ella en entre era es esta este ha hay
        la las lo los más me mi muy no nos o para pero por que qué se ser si sin sobre son su sus
        te tu un una y ya yo
        """
    ),
}
