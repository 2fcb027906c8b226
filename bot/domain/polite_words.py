"""Polite phrases of three languages, in plain letters and parted by commas."""

THANKS = (
    "thank you, thanks, thank u, thanx, thx, tks, ty, tysm, cheers, much appreciated, appreciate it, appreciated, "
    "many thanks, thanks again, thank you again, obrigado, obrigada, obg, brigado, brigada, vlw, valeu, agradeco, "
    "agradecido, agradecida, grato, grata, muito grato, gracias, mil gracias, muchas gracias, te agradezco, les "
    "agradezco, agradezco"
)
"""Thanks."""

GREETINGS = (
    "hi, hello, hey, hi there, hello there, good morning, good afternoon, good evening, good night, good day, "
    "morning, bye, goodbye, see you, see you tomorrow, take care, have a good day, have a nice day, have a great "
    "day, how are you, have a good weekend, have a nice weekend, happy weekend, welcome, you are welcome, you're "
    "welcome, my pleasure, oi, ola, bom dia, boa tarde, boa noite, bom final de semana, bom fim de semana, boa "
    "semana, tchau, ate logo, ate mais, ate amanha, tudo bem, tudo bom, como vai, de nada, disponha, por nada, "
    "imagina, bom trabalho, bom descanso, hola, buenas, buenos dias, buen dia, buenas tardes, buenas noches, buen "
    "fin de semana, feliz dia, adios, chao, chau, hasta luego, hasta manana, que tal, como estas, como estan, "
    "todo bien, con gusto, a la orden, feliz tarde, saludos, abrazo, abraco, abracos, abs, att, regards, best "
    "regards, kind regards, best, no problem, no problems, no worries, np, nvm, never mind, sem problema, sem "
    "problemas, nao tem problema, no hay problema, sin problema, sin problemas, no pasa nada"
)
"""Greetings, farewells and what one answers to thanks."""

ASSENT = (
    "ok, okay, okey, okie, oki, k, kk, yes, yep, yeah, yup, sure, sure thing, of course, fine, alright, all "
    "right, right, great, perfect, excellent, awesome, amazing, wonderful, brilliant, super, cool, nice, nice "
    "one, good, very good, good job, great job, well done, great work, good work, lovely, fantastic, got it, "
    "understood, noted, roger, copy, copy that, will do, sounds good, looks good, lgtm, all good, all ok, all "
    "fine, all set, we are good, we're good, it works, it works now, works now, works, working now, it is "
    "working, it's working, it is working now, it's working now, works fine, working fine, fixed, solved, "
    "resolved, it's fixed, is fixed, is solved, is resolved, done, confirmed, i confirm, agreed, that's great, "
    "that's perfect, that is great, that is perfect, that's all, that is all, i see, makes sense, lol, haha, wow, "
    "yay, sim, certo, certinho, beleza, blz, show, show de bola, perfeito, perfeita, otimo, otima, excelente, "
    "maravilha, maravilhoso, combinado, entendi, entendido, ciente, anotado, ta bom, ta bem, esta bem, ta certo, "
    "claro, com certeza, isso, isso mesmo, pode ser, tranquilo, top, massa, legal, joia, funcionou, ja funcionou, "
    "funcionando, ja esta funcionando, agora funcionou, deu certo, agora deu certo, resolvido, ja resolvido, foi "
    "resolvido, ja foi resolvido, resolveu, tudo certo, tudo ok, tudo resolvido, confirmo, confirmado, parabens, "
    "arrasou, era isso, era so isso, si, vale, dale, listo, perfecto, perfecta, genial, estupendo, buenisimo, "
    "barbaro, bien, muy bien, muy bueno, bueno, de acuerdo, claro que si, por supuesto, esta bien, todo ok, todo "
    "en orden, todo listo, todo correcto, correcto, resuelto, ya funciona, ya funciono, ya esta, ya quedo, quedo "
    "resuelto, solucionado, ya esta solucionado, funciona, ahora funciona, eso es todo, felicidades, tranquila, "
    "ya veo"
)
"""Assent, praise, and that it works."""

FILLERS = (
    "so, so much, very, very much, really, a lot, everyone, everybody, all, team, guys, folks, dear, support, "
    "sir, friend, friends, mate, man, bro, and, to you, too, for now, now, the, it, for your help, for the help, "
    "for all your help, for helping, for your support, for the support, for the quick reply, for the quick "
    "response, for the update, for the info, for the information, for letting me know, for letting us know, for "
    "your time, for everything, for that, for this, for checking, for looking into it, for the fast response, for "
    "your quick response, in advance, a million, then, oh, ah, well, you, have a, today, indeed, i am, muito, "
    "muita, mesmo, demais, de novo, a todos, todos, pessoal, time, equipe, galera, gente, amigo, amiga, querido, "
    "querida, por tudo, pela ajuda, pelo apoio, pelo retorno, pela atencao, pela resposta, pelo suporte, pela "
    "informacao, pela rapidez, pela agilidade, e, por enquanto, desde ja, para voces, pra voces, voces, a voces, "
    "voce, para todos, entao, ai, viu, aguardo, fico no aguardo, aguardamos, um, uma, era, mucho, muchas, "
    "muchisimas, equipo, chicos, amigos, por todo, por la ayuda, por su ayuda, por tu ayuda, por el apoyo, por la "
    "respuesta, por su respuesta, por la informacion, por la info, por la atencion, por su atencion, por avisar, "
    "por ahora, de antemano, y, a ustedes, ustedes, a ti, igualmente, entonces, quedo atento, quedo atenta, "
    "quedamos atentos, a la espera, un, una, feliz, lindo, linda, saludo, que tengan, que tengas"
)
"""What may stand beside them and says nothing alone."""
