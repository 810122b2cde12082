"""Writes seams.toml: python3 seams.py dict.txt > seams.toml

dict.txt is the word list of jieba 0.42.1 (MIT licence): a word, its frequency and its kind on every line.
"""

import collections
import pathlib
import sys
import tomllib

# Rarer words of the list are often none.
FEWEST = 5

HEAD = """\
# 两个字的错字也会出现在两个词的接缝上：“干部暑期”里有“部暑”，“研究竞争”里有“究竞”。每行先是与错字的第一个字成词的前一个字，
# 再是与第二个字成词的后一个字；前后都成词的不是错字。
# 由 seams.py 从 jieba 0.42.1 的词表（MIT 许可）生成，不要手工修改；个别的例外写在 wrong_words.toml 的那一行里。
"""


def is_han(text):
    return all("\u4e00" <= character <= "\u9fff" for character in text)


before, after = collections.defaultdict(set), collections.defaultdict(set)
for line in open(sys.argv[1], encoding="utf-8"):
    word, frequency, *_ = line.split(" ")
    if len(word) > 1 and is_han(word) and int(frequency) >= FEWEST:
        before[word[-1]].add(word[-2])
        after[word[0]].add(word[1])

print(HEAD)
table = tomllib.loads(pathlib.Path(__file__).with_name("wrong_words.toml").read_text(encoding="utf-8"))
for group in table["group"]:
    for wrong, *_ in group["words"]:
        if len(wrong) == 2 and is_han(wrong) and before[wrong[0]] and after[wrong[1]]:
            print(f'"{wrong}" = ["{"".join(sorted(before[wrong[0]]))}", "{"".join(sorted(after[wrong[1]]))}"]')
